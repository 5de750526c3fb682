// node consume.js REDIS_URL NAME: takes ant:sms (npm package redis, 4.1 up)
const r = require('redis').createClient({ url: process.argv[2] });
const todo = 'ant:sms', mine = 'ant:sms:taken:' + process.argv[3];

(async () => {
    await r.connect();
    while (await r.lMove(mine, todo, 'RIGHT', 'LEFT')) { /* by a crash */ }
    for (;;) {
        const element = await r.blMove(todo, mine, 'LEFT', 'RIGHT', 5);
        if (element === null) continue;
        const { id, data } = JSON.parse(element);
        if (!await r.exists('ant:done:' + id)) {
            console.log(id, data.smsId, data.dr);      // the work
        }
        await r.multi().setEx('ant:done:' + id, 86400, '1')
               .lRem(mine, 1, element).exec();
    }
})();

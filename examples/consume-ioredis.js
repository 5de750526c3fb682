// node consume-ioredis.js REDIS_URL NAME: takes ant:sms (npm package ioredis)
const Redis = require('ioredis');
const r = new Redis(process.argv[2], { retryStrategy: null });
const todo = 'ant:sms', mine = 'ant:sms:taken:' + process.argv[3];

(async () => {
    while (await r.lmove(mine, todo, 'RIGHT', 'LEFT')) { /* by a crash */ }
    for (;;) {
        const element = await r.blmove(todo, mine, 'LEFT', 'RIGHT', 5);
        if (element === null) continue;
        const { id, data } = JSON.parse(element);
        if (!await r.exists('ant:done:' + id)) {
            console.log(id, data.smsId, data.dr);      // the work
        }
        await r.multi().setex('ant:done:' + id, 86400, '1')
               .lrem(mine, 1, element).exec();
    }
})();

// fastify.js PORT REDIS LIST: an sms callback by Fastify and ioredis.

'use strict';

const Redis = require('ioredis');
const { event } = require('./check');

const [port, redisPort, list] = process.argv.slice(2);
const redis = new Redis({ port: redisPort, enableAutoPipelining: true });
const app = require('fastify')({ logger: false });

app.get('/ant-sms-deliver', async (request, reply) => {
    const text = event(request.query);

    if (text === null) {
        return reply.code(400).send();
    }

    await redis.rpush(list, text);
    return reply.code(200).send();
});

app.listen({ port: Number(port), host: '127.0.0.1' });

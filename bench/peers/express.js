// express.js PORT REDIS LIST: an sms callback by Express and ioredis.

'use strict';

const Redis = require('ioredis');
const express = require('express');
const { event } = require('./check');

const [port, redisPort, list] = process.argv.slice(2);
const redis = new Redis({ port: redisPort, enableAutoPipelining: true });
const app = express();

app.get('/ant-sms-deliver', async (request, response) => {
    const text = event(request.query);

    if (text === null) {
        response.status(400).end();
        return;
    }

    await redis.rpush(list, text);
    response.status(200).end();
});

app.listen(Number(port), '127.0.0.1');

// The rules of an sms event and its JSON, for the handlers in Node.

'use strict';

const token = /^[A-Za-z0-9_.:-]{1,128}$/;
const phone = /^(?:00|\+| )?[0-9xX*]{5,15}$/;
const number = /^[0-9]{1,19}$/;
const word = /^[\x21-\x7e]{1,64}$/;

let sequence = 0;


function event(q) {
    if (!token.test(q.smsId) || !phone.test(q.destination)
        || !number.test(q.sendTime) || !word.test(q.sendResult)
        || !number.test(q.smsCount) || Number(q.smsCount) > 65535
        || (q.dr !== undefined && q.dr.length > 128))
    {
        return null;
    }

    return JSON.stringify({
        id: `${process.pid}-${++sequence}`,
        event: 'sms',
        received: Date.now(),
        data: {
            smsId: q.smsId,
            destination: q.destination,
            sendTime: Number(q.sendTime),
            sendResult: q.sendResult,
            dr: q.dr,
            smsCount: Number(q.smsCount),
        },
    });
}


module.exports = { event };

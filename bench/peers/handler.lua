-- An sms callback by lua-nginx-module and lua-nginx-redis: the same rules,
-- the same JSON, one checked RPUSH, a pool of connections.

local cjson = require "cjson"
local redis = require "nginx.redis"

local match = ngx.re.find
local q = ngx.req.get_uri_args(64)

local function is(value, pattern)
    return type(value) == "string" and match(value, pattern, "jo") ~= nil
end

if not is(q.smsId, [[^[A-Za-z0-9_.:-]{1,128}$]])
    or not is(q.destination, [[^(?:00|\+| )?[0-9xX*]{5,15}$]])
    or not is(q.sendTime, [[^[0-9]{1,19}$]])
    or not is(q.sendResult, [[^[\x21-\x7e]{1,64}$]])
    or not is(q.smsCount, [[^[0-9]{1,5}$]])
    or (q.dr ~= nil and #q.dr > 128)
then
    return ngx.exit(400)
end

local text = cjson.encode({
    id = ngx.worker.pid() .. "-" .. ngx.var.connection .. "-"
         .. ngx.var.connection_requests,
    event = "sms",
    received = ngx.now() * 1000,
    data = {
        smsId = q.smsId,
        destination = q.destination,
        sendTime = tonumber(q.sendTime),
        sendResult = q.sendResult,
        dr = q.dr,
        smsCount = tonumber(q.smsCount),
    },
})

local r = redis:new()

r:set_timeout(5000)

local ok, err = r:connect("127.0.0.1", tonumber(ngx.var.redis_port))

if not ok then
    return ngx.exit(503)
end

ok, err = r:rpush(ngx.var.redis_list, text)

if not ok then
    return ngx.exit(503)
end

r:set_keepalive(60000, 256)
ngx.exit(200)

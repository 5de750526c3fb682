#!/usr/bin/python3
# consume.py REDIS_URL NAME: takes ant:sms, each id once
import json, redis, sqlite3, sys

r = redis.Redis.from_url(sys.argv[1], decode_responses=True,
                         retry=redis.retry.Retry(redis.backoff.NoBackoff(), 0))
todo, mine = "ant:sms", "ant:sms:taken:" + sys.argv[2]
db = sqlite3.connect("events.db")
db.execute("CREATE TABLE IF NOT EXISTS events (id PRIMARY KEY, smsId, dr)")

while r.lmove(mine, todo, "RIGHT", "LEFT"):    # left by a crash
    pass
while True:
    element = r.blmove(todo, mine, 5, "LEFT", "RIGHT")
    if element is None:
        continue
    event = json.loads(element)
    data = event["data"]
    with db:                                   # one transaction
        db.execute("INSERT OR IGNORE INTO events VALUES (?, ?, ?)",
                   (event["id"], data["smsId"], data.get("dr")))
    r.lrem(mine, 1, element)

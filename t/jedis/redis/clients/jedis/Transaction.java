package redis.clients.jedis;

import java.util.List;

// See Jedis.java beside this file.

public class Transaction implements AutoCloseable {

    private final Jedis jedis;
    private boolean open = true;

    Transaction(Jedis jedis) {
        this.jedis = jedis;
        jedis.ask("MULTI");
    }

    public void setex(String key, long seconds, String value) {
        jedis.ask("SETEX", key, Long.toString(seconds), value);
    }

    public void lrem(String key, long count, String value) {
        jedis.ask("LREM", key, Long.toString(count), value);
    }

    public List<Object> exec() {
        open = false;
        return Jedis.list(jedis.ask("EXEC"));
    }

    @Override
    public void close() {
        if (open) {
            jedis.ask("DISCARD");
        }
    }
}

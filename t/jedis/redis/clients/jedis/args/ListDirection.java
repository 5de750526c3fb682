package redis.clients.jedis.args;

public enum ListDirection {
    LEFT, RIGHT
}

// java Consume REDIS_URL NAME: takes ant:sms, each id once
// Jedis 4 or newer and its Gson on the class path; Redis 6.2 or newer

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Transaction;

import static redis.clients.jedis.args.ListDirection.LEFT;
import static redis.clients.jedis.args.ListDirection.RIGHT;

public class Consume {

    private static final String LIST = "ant:sms";

    public static void main(String[] args) {
        String mine = "ant:sms:taken:" + args[1];

        try (Jedis r = new Jedis(args[0])) {

            while (r.lmove(mine, LIST, RIGHT, LEFT) != null) {
                // left by a crash
            }

            for ( ;; ) {
                String element = r.blmove(LIST, mine, LEFT, RIGHT, 5);

                if (element != null) {
                    take(r, mine, element);
                }
            }
        }
    }

    private static void take(Jedis r, String mine, String element) {
        JsonObject event = JsonParser.parseString(element).getAsJsonObject();
        String id = event.get("id").getAsString();

        if (!r.exists("ant:done:" + id)) {
            work(id, event.getAsJsonObject("data"));
        }

        try (Transaction t = r.multi()) {
            t.setex("ant:done:" + id, 86400, "1");
            t.lrem(mine, 1, element);
            t.exec();
        }
    }

    // An id comes once, but for a death within this.

    private static void work(String id, JsonObject data) {
        String dr = data.has("dr") ? data.get("dr").getAsString() : "";

        System.out.println(id + " " + data.get("smsId").getAsString() + " "
                           + dr);
        System.out.flush();
    }
}

<?php  // php consume.php HOST PORT NAME: takes ant:sms (extension redis)
$r = new Redis();
$r->connect($argv[1], (int) $argv[2]);
$todo = 'ant:sms';
$mine = "ant:sms:taken:$argv[3]";

while ($r->rawCommand('LMOVE', $mine, $todo, 'RIGHT', 'LEFT'));  // by a crash
while (true) {
    $element = $r->rawCommand('BLMOVE', $todo, $mine, 'LEFT', 'RIGHT', 5);
    if (!$element) continue;
    $event = json_decode($element, true);
    $done = "ant:done:$event[id]";
    if (!$r->exists($done)) {
        echo $event['id'], ' ', $event['data']['smsId'], "\n";   // the work
    }
    $r->multi()->setex($done, 86400, '1')->lRem($mine, $element, 1)->exec();
}

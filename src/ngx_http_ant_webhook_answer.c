
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * What Redis's answers mean for a journal.
 *
 * Promises: the fence in Redis is the only cursor; only a REGISTER's word
 * moves it back; an event is never given up because Redis said no; what Redis
 * lost, and what is sent again, stands in the log with its range.  Called by
 * the forwarder for each reply.  Never sends anything but a trim, and never
 * ends a connection but by redis_fail().
 */


#include "ngx_http_ant_webhook_flow.h"
#include "ngx_http_ant_webhook_wait.h"
#include "ant_fence.h"
#include "ant_refusal.h"


/*
 * One above what Redis may have: a live journal knows what it sent, and more
 * than that was sent by a clone of its memory.
 */
static uint64_t
ngx_http_ant_webhook_answer_end(ngx_http_ant_webhook_flow_t *f)
{
    ant_journal_t  *j;

    j = f->journal;

    return j->live ? ngx_max(f->holder->sent, j->confirmed) : j->next;
}


/* An answer names its journal: one that was shifted by another is no answer. */
static ngx_uint_t
ngx_http_ant_webhook_answer_ours(ngx_http_ant_webhook_flow_t *f,
    ngx_http_ant_webhook_value_t *v)
{
    return v->type == NGX_HTTP_ANT_WEBHOOK_STRING
           && v->str.len == sizeof(f->journal->text)
           && ngx_memcmp(v->str.data, f->journal->text, v->str.len) == 0;
}


static void
ngx_http_ant_webhook_answer_seek(ngx_http_ant_webhook_flow_t *f,
    uint64_t sequence)
{
    f->state = NGX_HTTP_ANT_WEBHOOK_READY;

    ngx_http_ant_webhook_report_seek(&f->report);

    /* a heartbeat finds the cursor where it is */

    if (f->cursor.segment && f->cursor.sequence == sequence
        && f->cursor.generation == f->journal->generation)
    {
        return;
    }

    ant_journal_seek(f->journal, &f->cursor, sequence);
    ant_journal_leave(f->journal, &f->cursor);
}


static void
ngx_http_ant_webhook_answer_confirm(ngx_http_ant_webhook_flow_t *f,
    uint64_t sequence)
{
    ant_journal_confirm(f->journal, sequence,
                        ngx_http_ant_webhook_flow_now(f),
                        f->link->mcf->retain);
    ant_journal_leave(f->journal, &f->cursor);

    ngx_http_ant_webhook_report_confirmed(&f->report, sequence);

    ngx_http_ant_webhook_wait_release(f->holder, NGX_HTTP_ANT_WEBHOOK_ACK_REDIS,
                                      sequence);
}


/* The fence tells more than a live journal ever sent: its memory is a clone. */
static void
ngx_http_ant_webhook_answer_ahead(ngx_http_ant_webhook_flow_t *f)
{
    ant_journal_t  *j;

    j = f->journal;

    if (j->live) {
        ngx_http_ant_webhook_move(f);
        return;
    }

    ngx_log_error(NGX_LOG_NOTICE, f->link->log, 0,
                  "ant_webhook: journal %*s has lost a tail that list \"%*s\" "
                  "holds already", sizeof(j->text), j->text,
                  j->list.len, j->list.data);

    /* that is its end: to be told once, and the value that is forgotten */

    j->next = f->fence;

    ngx_http_ant_webhook_answer_confirm(f, j->next);
    ngx_http_ant_webhook_answer_seek(f, j->next);
}


static void
ngx_http_ant_webhook_answer_lost(ngx_http_ant_webhook_flow_t *f, uint64_t fence,
    uint64_t oldest)
{
    ant_journal_t  *j;

    j = f->journal;

    /* what is missing the original may have: the fence is not to pass it */

    if (j->copy) {
        ngx_http_ant_webhook_flow_aside(f, "it is a copy, and the fence is "
                                        "below what it holds");
        return;
    }

    ngx_log_error(NGX_LOG_CRIT, f->link->log, 0,
                  "ant_webhook: redis lost events %uL to %uL of journal %*s "
                  "for list \"%*s\": it went back further than \"retain\"",
                  fence, oldest - 1, sizeof(j->text), j->text,
                  j->list.len, j->list.data);

    ant_journal_rewind(j, oldest);
    ngx_http_ant_webhook_answer_seek(f, oldest);
}


static void
ngx_http_ant_webhook_answer_back(ngx_http_ant_webhook_flow_t *f, uint64_t fence,
    ngx_uint_t level, const char *what)
{
    ant_journal_t  *j;

    j = f->journal;

    ngx_log_error(level, f->link->log, 0,
                  "ant_webhook: %s for list \"%*s\": "
                  "events %uL to %uL of journal %*s are sent again", what,
                  j->list.len, j->list.data, fence, j->confirmed - 1,
                  sizeof(j->text), j->text);

    ant_journal_rewind(j, fence);
    ngx_http_ant_webhook_answer_seek(f, fence);
}


/* There was no fence: normal for a new journal, and for no other. */
static void
ngx_http_ant_webhook_answer_new(ngx_http_ant_webhook_flow_t *f, uint64_t fence)
{
    uint64_t  oldest;

    oldest = ant_journal_oldest(f->journal);

    if (fence < oldest) {
        ngx_http_ant_webhook_answer_lost(f, fence, oldest);
        return;
    }

    if (fence < f->journal->confirmed) {
        ngx_http_ant_webhook_answer_back(f, fence, NGX_LOG_CRIT,
                                       "the fence was gone");
        return;
    }

    if (f->known) {
        ngx_log_error(NGX_LOG_CRIT, f->link->log, 0,
                      "ant_webhook: the fence of list \"%*s\" was gone and "
                      "was made again",
                      f->journal->list.len, f->journal->list.data);
    }

    /* to a new journal of our own all is sent for the first time anyway */

    if ((f->known || !f->journal->live) && fence < f->journal->next) {
        ngx_log_error(NGX_LOG_NOTICE, f->link->log, 0,
                      "ant_webhook: redis \"%V\" at %V has no fence of "
                      "journal %*s: events %uL to %uL are sent to its list "
                      "\"%*s\"", &f->link->endpoint->name,
                      f->link->redis.wire.peer.name,
                      sizeof(f->journal->text), f->journal->text,
                      fence, f->journal->next - 1,
                      f->journal->list.len, f->journal->list.data);
    }

    ngx_http_ant_webhook_answer_seek(f, fence);
}


static void
ngx_http_ant_webhook_answer_judge(ngx_http_ant_webhook_flow_t *f,
    const ant_str_t *answer, ngx_uint_t existed)
{
    uint64_t        fence;
    ant_fence_t     ctx;
    ant_fence_e     verdict;
    ant_journal_t  *j;

    j = f->journal;

    ctx.oldest = ant_journal_oldest(j);
    ctx.confirmed = j->confirmed;
    ctx.end = ngx_http_ant_webhook_answer_end(f);
    ctx.registered = 1;
    ctx.existed = existed;

    verdict = ant_fence_judge(&ctx, answer, &fence);

    if (verdict == ANT_FENCE_GARBAGE) {
        ngx_http_ant_webhook_flow_aside(f, "the fence is not a number");
        return;
    }

    f->fence = fence;

    ngx_http_ant_webhook_report_fence(&f->report, fence, ctx.oldest);

    switch (verdict) {

    case ANT_FENCE_NEW:
        ngx_http_ant_webhook_answer_new(f, fence);
        break;

    case ANT_FENCE_BACK:
        ngx_http_ant_webhook_answer_back(f, fence, NGX_LOG_ERR,
                                       "redis went back");
        break;

    case ANT_FENCE_LOST:
        ngx_http_ant_webhook_answer_lost(f, fence, ctx.oldest);
        break;

    case ANT_FENCE_AHEAD:
        ngx_http_ant_webhook_answer_ahead(f);
        break;

    default:
        ngx_http_ant_webhook_answer_confirm(f, fence);
        ngx_http_ant_webhook_answer_seek(f, fence);
    }

    f->known = 1;
}


/* Redis took something: whatever was reported is over. */
static void
ngx_http_ant_webhook_answer_healed(ngx_http_ant_webhook_flow_t *f)
{
    f->delay = 0;
    f->stuck = 0;
    f->redirected = 0;

    if (f->reported) {
        f->reported = 0;

        ngx_log_error(NGX_LOG_NOTICE, f->link->log, 0,
                      "ant_webhook: redis \"%V\" takes list \"%*s\" again; "
                      "%uL events wait in the journal",
                      &f->link->endpoint->name,
                      f->journal->list.len, f->journal->list.data,
                      ngx_http_ant_webhook_flow_waiting(f));
    }
}


static void
ngx_http_ant_webhook_answer_registered(ngx_http_ant_webhook_flow_t *f,
    ngx_http_ant_webhook_owed_t *owed, ngx_http_ant_webhook_reply_t *reply)
{
    ant_str_t  answer;

    if (f->journal->copy
        && reply->value.type == NGX_HTTP_ANT_WEBHOOK_ARRAY
        && reply->nelts == 2
        && reply->elts[0].type == NGX_HTTP_ANT_WEBHOOK_NIL
        && ngx_http_ant_webhook_answer_ours(f, &reply->elts[1]))
    {
        ngx_http_ant_webhook_flow_aside(f, "it is a copy, and there is no "
                                        "fence for it");
        return;
    }

    if (reply->value.type != NGX_HTTP_ANT_WEBHOOK_ARRAY
        || reply->nelts != 4
        || reply->elts[0].type != NGX_HTTP_ANT_WEBHOOK_STRING
        || reply->elts[1].type != NGX_HTTP_ANT_WEBHOOK_INTEGER
        || reply->elts[2].type != NGX_HTTP_ANT_WEBHOOK_INTEGER
        || !ngx_http_ant_webhook_answer_ours(f, &reply->elts[3]))
    {
        ngx_http_ant_webhook_redis_fail(&f->link->redis,
                                        "an answer of another shape", 0);
        return;
    }

    f->registered = ngx_current_msec;

    ngx_http_ant_webhook_report_length(&f->report, reply->elts[1].integer);

    answer.data = reply->elts[0].str.data;
    answer.len = reply->elts[0].str.len;

    ngx_http_ant_webhook_answer_judge(f, &answer, reply->elts[2].integer != 0);

    if (f->state != NGX_HTTP_ANT_WEBHOOK_READY) {
        return;
    }

    if (!ngx_http_ant_webhook_flow_pending(f)) {
        ngx_http_ant_webhook_answer_healed(f);
    }

    /* what was confirmed for retain when it was asked, and is so still */

    f->released = ngx_min(owed->floor, f->fence);

    ant_journal_release(f->journal, f->released);

    if (f->journal->retired) {
        ngx_http_ant_webhook_store_wake(f->holder->store);
    }
}


/* The batch was not applied: what the fence is instead. */
static void
ngx_http_ant_webhook_answer_unexpected(ngx_http_ant_webhook_flow_t *f,
    ngx_http_ant_webhook_value_t *v)
{
    uint64_t     fence;
    ant_str_t    answer;
    ant_fence_t  ctx;

    answer.data = (v->type == NGX_HTTP_ANT_WEBHOOK_STRING) ? v->str.data
                                                           : NULL;
    answer.len = v->str.len;

    ctx.oldest = 0;
    ctx.confirmed = f->journal->confirmed;
    ctx.end = ngx_http_ant_webhook_answer_end(f);
    ctx.registered = 0;
    ctx.existed = 1;

    if (ant_fence_judge(&ctx, &answer, &fence) == ANT_FENCE_CONFIRM) {
        f->refused = 1;
        f->answer = fence;

    } else {
        f->refused = 2;
    }
}


static void
ngx_http_ant_webhook_answer_pushed(ngx_http_ant_webhook_flow_t *f,
    ngx_http_ant_webhook_owed_t *owed, ngx_http_ant_webhook_reply_t *reply)
{
    uint64_t                       fence;
    ant_str_t                      answer;
    ngx_http_ant_webhook_value_t  *v;

    v = reply->elts;

    if (reply->value.type != NGX_HTTP_ANT_WEBHOOK_ARRAY
        || reply->nelts < 2
        || !ngx_http_ant_webhook_answer_ours(f, &v[reply->nelts - 1])
        || (v[0].type != NGX_HTTP_ANT_WEBHOOK_STRING
            && v[0].type != NGX_HTTP_ANT_WEBHOOK_NIL))
    {
        goto invalid;
    }

    if (reply->nelts == 2) {
        ngx_http_ant_webhook_answer_unexpected(f, &v[0]);
        return;
    }

    answer.data = v[0].str.data;
    answer.len = v[0].str.len;

    if (reply->nelts != 3
        || v[1].type != NGX_HTTP_ANT_WEBHOOK_INTEGER
        || ant_fence_parse(&answer, &fence) != ANT_OK
        || fence != owed->next)
    {
        goto invalid;
    }

    ngx_http_ant_webhook_report_pushed(&f->report, fence);
    ngx_http_ant_webhook_report_length(&f->report, v[1].integer);

    ngx_http_ant_webhook_answer_confirm(f, fence);
    ngx_http_ant_webhook_answer_healed(f);
    ngx_http_ant_webhook_trim_list(f, v[1].integer);

    return;

invalid:

    ngx_http_ant_webhook_redis_fail(&f->link->redis,
                                    "an answer of another shape", 0);
}


static void
ngx_http_ant_webhook_answer_refused(ngx_http_ant_webhook_flow_t *f,
    ngx_http_ant_webhook_owed_t *owed, ngx_http_ant_webhook_reply_t *reply)
{
    ant_str_t                     code;
    ant_refusal_e                 kind;
    ngx_http_ant_webhook_link_t  *l;

    l = f->link;

    kind = ant_refusal_read(reply->value.str.data, reply->value.str.len,
                            &code);

    ngx_http_ant_webhook_zone_error(l->endpoint, code.data, code.len);

    if (f->error == 0) {
        f->error = kind + 1;

        if (ngx_http_ant_webhook_cluster_refused(f, owed, reply) == NGX_OK) {
            return;
        }
    }

    if (f->elsewhere) {
        return;
    }

    if (kind != ANT_REFUSAL_RECONNECT) {
        ngx_http_ant_webhook_redis_proved(&l->redis);
    }

    ngx_http_ant_webhook_told_refused(f, kind, &code);
}


/*
 * All replies are in: what the refusals and errors among them come to.  asked
 * is set where they are of a node that was asked once.
 */
static void
ngx_http_ant_webhook_answer_settle(ngx_http_ant_webhook_flow_t *f,
    ngx_uint_t asked)
{
    ngx_uint_t  error, refused;

    error = f->error;
    refused = f->refused;

    f->error = 0;
    f->refused = 0;

    if (f->elsewhere) {
        ngx_http_ant_webhook_cluster_follow(f);
        return;
    }

    if (error == ANT_REFUSAL_RECONNECT + 1 && !asked) {
        ngx_http_ant_webhook_redis_fail(&f->link->redis,
                                        "it is not the master", 0);
        return;
    }

    if (error) {
        ngx_http_ant_webhook_flow_wait(f, error == ANT_REFUSAL_PERSON + 1);
        ngx_http_ant_webhook_cluster_other(f);
        return;
    }

    if (refused == 1) {
        /* a batch behind the refused one may have been applied since */

        f->answer = ngx_max(f->answer, f->journal->confirmed);
        f->fence = f->answer;

        ngx_http_ant_webhook_answer_confirm(f, f->answer);
        ngx_http_ant_webhook_answer_seek(f, f->answer);

    } else if (refused == 2) {
        f->state = NGX_HTTP_ANT_WEBHOOK_NEW;
    }

    /* a refusal once is a batch that was in doubt, again and again it is
       somebody else who moves the fence */

    if (refused && f->stuck++) {
        ngx_http_ant_webhook_flow_wait(f, 0);
    }
}


static void
ngx_http_ant_webhook_answer_read(ngx_http_ant_webhook_flow_t *f,
    ngx_http_ant_webhook_owed_t *owed, ngx_http_ant_webhook_reply_t *reply)
{
    if (reply->value.type == NGX_HTTP_ANT_WEBHOOK_ERROR) {
        ngx_http_ant_webhook_answer_refused(f, owed, reply);
        return;
    }

    switch (owed->command) {

    case NGX_HTTP_ANT_WEBHOOK_REGISTER:
        ngx_http_ant_webhook_answer_registered(f, owed, reply);
        break;

    case NGX_HTTP_ANT_WEBHOOK_PUSH:
        ngx_http_ant_webhook_answer_pushed(f, owed, reply);
        break;

    default: /* NGX_HTTP_ANT_WEBHOOK_FORGET */
        ngx_http_ant_webhook_answer_healed(f);

        f->state = NGX_HTTP_ANT_WEBHOOK_DROPPING;
        ngx_http_ant_webhook_store_drop(f->holder);
    }
}


void
ngx_http_ant_webhook_answer_reply(ngx_http_ant_webhook_flow_t *f,
    ngx_http_ant_webhook_owed_t *owed, ngx_http_ant_webhook_reply_t *reply)
{
    ngx_uint_t                    asked;
    ngx_http_ant_webhook_link_t  *l;

    l = f->link;

    if (owed->command == NGX_HTTP_ANT_WEBHOOK_TRIM) {
        ngx_http_ant_webhook_trim_answer(f, reply);
        return;
    }

    f->owed--;

    ngx_http_ant_webhook_answer_read(f, owed, reply);

    if (!l->redis.up) {
        return;
    }

    asked = f->asking;

    if (asked) {
        ngx_http_ant_webhook_cluster_home(f);
    }

    if (f->owed == 0 && (f->error || f->refused)) {
        ngx_http_ant_webhook_answer_settle(f, asked);
    }

    if (l->redis.up) {
        ngx_http_ant_webhook_flow_ready(f);
    }
}


/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * A histogram as a row of counters: one a bucket, that of what is above all
 * bounds, and the sum of what was observed.
 */


#ifndef _ANT_HISTOGRAM_H_INCLUDED_
#define _ANT_HISTOGRAM_H_INCLUDED_


#include "ant_str.h"


#define ANT_HISTOGRAM_BOUNDS   16
#define ANT_HISTOGRAM_VALUES   (ANT_HISTOGRAM_BOUNDS + 2)
#define ANT_HISTOGRAM_SUM      (ANT_HISTOGRAM_BOUNDS + 1)


/* upper bounds, each inclusive: milliseconds, and events of a batch */
extern const uint64_t  ant_histogram_ms[ANT_HISTOGRAM_BOUNDS];
extern const uint64_t  ant_histogram_events[ANT_HISTOGRAM_BOUNDS];


/* One value; two atomic additions. */
void ant_histogram_observe(uint64_t *values, const uint64_t *bounds,
    uint64_t value);

/*
 * count values of which the first and the last are known, those between
 * taken as evenly spread.  first may be above or below last.
 */
void ant_histogram_spread(uint64_t *values, const uint64_t *bounds,
    uint64_t first, uint64_t last, uint64_t count);


#endif /* _ANT_HISTOGRAM_H_INCLUDED_ */

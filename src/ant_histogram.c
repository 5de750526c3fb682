
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * A histogram as a row of counters.
 *
 * Promises: what is observed is in exactly one bucket; of a batch as many
 * values as it has events.  Called for every batch and every late answer, in
 * any number of processes at once.  Never reads what it has counted.
 */


#include "ant_histogram.h"


const uint64_t  ant_histogram_ms[ANT_HISTOGRAM_BOUNDS] = {
    1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000, 60000,
    600000, 3600000
};


const uint64_t  ant_histogram_events[ANT_HISTOGRAM_BOUNDS] = {
    1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000, 20000,
    50000, 100000
};


static void
ant_histogram_add(uint64_t *value, uint64_t n)
{
    if (n) {
        (void) __atomic_fetch_add(value, n, __ATOMIC_RELAXED);
    }
}


void
ant_histogram_observe(uint64_t *values, const uint64_t *bounds, uint64_t value)
{
    unsigned  i;

    for (i = 0; i < ANT_HISTOGRAM_BOUNDS; i++) {
        if (value <= bounds[i]) {
            break;
        }
    }

    ant_histogram_add(&values[i], 1);
    ant_histogram_add(&values[ANT_HISTOGRAM_SUM], value);
}


/* How many of the count values from low to high are at most bound? */
static uint64_t
ant_histogram_below(uint64_t low, uint64_t high, uint64_t count,
    uint64_t bound)
{
    if (bound >= high) {
        return count;
    }

    if (bound < low) {
        return 0;
    }

    /* value k of 0 to count - 1 is low + k * (high - low) / (count - 1) */

    return 1 + (bound - low) * (count - 1) / (high - low);
}


void
ant_histogram_spread(uint64_t *values, const uint64_t *bounds, uint64_t first,
    uint64_t last, uint64_t count)
{
    unsigned  i;
    uint64_t  low, high, below, upto;

    if (count == 0) {
        return;
    }

    low = (first < last) ? first : last;
    high = (first < last) ? last : first;
    below = 0;

    for (i = 0; i < ANT_HISTOGRAM_BOUNDS && below < count; i++) {
        upto = ant_histogram_below(low, high, count, bounds[i]);
        ant_histogram_add(&values[i], upto - below);
        below = upto;
    }

    ant_histogram_add(&values[ANT_HISTOGRAM_BOUNDS], count - below);
    ant_histogram_add(&values[ANT_HISTOGRAM_SUM], (low + high) * count / 2);
}

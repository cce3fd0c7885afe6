/* The work of ../hh_kernel.eq in C: a step of Hodgkin and Huxley's channels on 4096 lanes.
 *
 *     gcc -O3 -march=native -ffast-math -mprefer-vector-width=512 -o hh_kernel hh_kernel.c -lm
 *     hh_kernel [--t MS] [--reps N] [--threads 1] [--paced]
 *
 * With these flags gcc makes vectors of it and calls libmvec's exponential (_ZGVeN8v_exp with
 * AVX-512, _ZGVdN4v_exp with AVX2). --paced waits for a line on standard input before each repetition. */
#define _GNU_SOURCE
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

enum { LANES = 4096, MOST = 1000 };
static const double dt = 0.025; /* ms */

typedef double column[LANES] __attribute__((aligned(64)));
static column v, m, h, n, current;

static inline double linoid(double x) { return fabs(x) < 1e-5 ? 1 - x / 2 : x / (exp(x) - 1); }

/* A gate moves towards alpha/(alpha + beta) by exponential Euler. */
static inline double gate(double x, double alpha, double beta) {
    double sum = alpha + beta, steady = alpha / sum;
    return steady + (x - steady) * exp(-dt * sum);
}

__attribute__((noinline)) static void step(double *restrict v, double *restrict m, double *restrict h, double *restrict n,
                                           double *restrict current) {
    for (int i = 0; i < LANES; i++) {
        double u = v[i], m0 = m[i], h0 = h[i], n0 = n[i];
        current[i] += 120 * m0 * m0 * m0 * h0 * (u - 50) + 36 * n0 * n0 * n0 * n0 * (u + 77) + 0.3 * (u + 54.387);
        m[i] = gate(m0, linoid(-(u + 40) / 10), 4 * exp(-(u + 65) / 18));
        h[i] = gate(h0, 0.07 * exp(-(u + 65) / 20), 1 / (1 + exp(-(u + 35) / 10)));
        n[i] = gate(n0, 0.1 * linoid(-(u + 55) / 10), 0.125 * exp(-(u + 65) / 80));
    }
}

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec + 1e-9 * t.tv_nsec;
}

/* Processor time that other processes have had, s. */
static double others(void) {
    double x[8] = {0};
    struct rusage own;
    FILE *f = fopen("/proc/stat", "r");
    if (f) {
        if (fscanf(f, "cpu %lf %lf %lf %lf %lf %lf %lf %lf", x, x + 1, x + 2, x + 3, x + 4, x + 5, x + 6, x + 7) != 8)
            memset(x, 0, sizeof x);
        fclose(f);
    }
    getrusage(RUSAGE_SELF, &own);
    return (x[0] + x[1] + x[2] + x[5] + x[6] + x[7]) / 100 - own.ru_utime.tv_sec - own.ru_stime.tv_sec -
           1e-6 * (own.ru_utime.tv_usec + own.ru_stime.tv_usec);
}

static void reset(void) {
    for (int i = 0; i < LANES; i++) {
        v[i] = -80 + 100.0 * i / LANES;
        m[i] = 0.05, h[i] = 0.6, n[i] = 0.32, current[i] = 0;
    }
}

/* Runs once and returns the wall time, s. */
static double measure(long steps) {
    reset();
    double start = now();
    for (long i = 0; i < steps; i++)
        step(v, m, h, n, current);
    return now() - start;
}

static int ascending(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void list(const char *name, const double *x, int count) {
    printf("\"%s\": [", name);
    for (int i = 0; i < count; i++)
        printf("%s%.6g", i ? ", " : "", x[i]);
    printf("], ");
}

static void show(long steps, const double *walls, const double *foreign, int count) {
    double sorted[MOST];
    memcpy(sorted, walls, count * sizeof *walls);
    qsort(sorted, count, sizeof *sorted, ascending);
    double wall = sorted[count / 2], updates = LANES * (double)steps / wall;
    struct rusage own;
    getrusage(RUSAGE_SELF, &own);
    printf("{\"name\": \"hh_kernel\", \"simulator\": \"gcc\", \"version\": \"%s\", \"n_neurons\": %d, \"n_synapses_or_compartments\": 0, "
           "\"dt_ms\": %g, \"t_ms\": %.6g, \"threads\": 1, \"spikes\": 0, \"rate_hz\": 0, \"throughput\": %.6g, "
           "\"throughput_unit\": \"HH lane updates/s\", \"neuron_updates_per_s\": %.6g, \"ns_per_lane\": %.6g, ",
           __VERSION__, LANES, dt, steps * dt, updates, updates, 1e9 / updates);
    list("walls_s", walls, count);
    list("foreign_cores", foreign, count);
    /* A sum over the lanes, so that both sides can be seen to compute the same. */
    double sum = 0;
    for (int i = 0; i < LANES; i++)
        sum += m[i] + h[i] + n[i];
    printf("\"wall_s\": %.6g, \"rtf\": %.6g, \"peak_rss_mb\": %.6g, \"precision\": \"double\", \"build_s\": 0, \"mean_gates\": %.9g}\n",
           wall, wall / (steps * dt) * 1000, own.ru_maxrss / 1024.0, sum / LANES);
    fflush(stdout);
}

int main(int argc, char **argv) {
    double t = 250;
    int reps = 3, paced = 0;
    for (int i = 1; i < argc; i++) {
        if (!strcmp(argv[i], "--paced"))
            paced = 1;
        else if (!strcmp(argv[i], "--t") && i + 1 < argc)
            t = atof(argv[++i]);
        else if (!strcmp(argv[i], "--reps") && i + 1 < argc)
            reps = atoi(argv[++i]);
        else if (!strcmp(argv[i], "--threads") && i + 1 < argc && !strcmp(argv[i + 1], "1"))
            i++;
        else
            return fprintf(stderr, "usage: hh_kernel [--t MS] [--reps N] [--threads 1] [--paced]\n"), 2;
    }
    long steps = (long)(t / dt + 0.5);
    double walls[MOST], foreign[MOST];
    int count = 0, c;
    for (int i = 0; paced ? (c = getchar()) != EOF : i < reps && i < MOST; i++) {
        double before = others(), start = now();
        walls[count] = measure(steps);
        foreign[count] = fmax(0, others() - before) / (now() - start);
        count += !paced;
        if (paced)
            show(steps, walls, foreign, 1);
    }
    if (!paced)
        show(steps, walls, foreign, count);
    return 0;
}

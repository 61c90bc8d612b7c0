"""What the peers' scripts share: their options, and the median time of a run."""
import argparse
import statistics
import time


def arguments(description, workloads):
    parser = argparse.ArgumentParser(
        description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--warmup", type=float, default=1)
    parser.add_argument("--seconds", type=float, default=1)
    parser.add_argument("workloads", nargs="*", default=workloads)
    return parser.parse_args()


def median_seconds(work, options):
    """Runs for the warm-up time, then times each run, as MedianTime does on the Java side."""
    repeat(work, options.warmup, 1)
    return statistics.median(repeat(work, options.seconds, 5))


def repeat(work, seconds, fewest):
    times = []
    before = time.perf_counter()
    end = before + seconds
    while len(times) < fewest or before < end:
        work()
        after = time.perf_counter()
        times.append(after - before)
        before = after
    return times

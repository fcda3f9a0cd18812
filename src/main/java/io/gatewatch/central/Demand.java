package io.gatewatch.central;

/**
 * What the tasks ask of the day's calls, as far as it is known.
 *
 * @param pending tasks that wait for their result
 * @param perHour tasks handed in during the last hour
 * @param callsPerTest how many calls a result has cost lately
 */
public record Demand(long pending, long perHour, double callsPerTest) {

    public static final Demand NONE = new Demand(0, 0, 1);
}

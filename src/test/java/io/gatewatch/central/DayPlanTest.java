package io.gatewatch.central;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class DayPlanTest {

    private static final Instant NOON = Instant.parse("2025-05-21T12:00:00Z");
    private static final Instant MIDNIGHT = Instant.parse("2025-05-22T00:00:00Z");

    @Test
    void withoutABudgetNothingIsEverShort() {
        DayPlan plan = DayPlan.of(0, 1_000_000, new Demand(1_000_000, 1_000_000, 3), NOON);

        assertThat(plan.fallsShort()).isFalse();
        assertThat(plan.patience()).isZero();
    }

    @Test
    void aDayThatGoesOnAsItDoesNeedsWhatIsPendingAndWhatComes() {
        DayPlan plan = DayPlan.of(5000, 1000, new Demand(10, 100, 1.5), NOON);

        assertThat(plan.forecast()).isEqualTo(15 + 12 * 150);
        assertThat(plan.remaining()).isEqualTo(4000);
        assertThat(plan.resetsAt()).isEqualTo(MIDNIGHT);
        assertThat(plan.fallsShort()).isFalse();
    }

    @Test
    void aShortDaySaysWhenItsLastCallWillBeSpent() {
        DayPlan plan = DayPlan.of(1000, 0, new Demand(100, 300, 1), NOON);

        assertThat(plan.runsOutAt()).isEqualTo(NOON.plus(Duration.ofHours(3)));
        assertThat(plan.patience()).isPositive();
    }

    @Test
    void aDayThatIsSpentHasRunOutNow() {
        DayPlan plan = DayPlan.of(100, 100, new Demand(1, 0, 1), NOON);

        assertThat(plan.runsOutAt()).isEqualTo(NOON);
        assertThat(plan.remaining()).isZero();
    }
}

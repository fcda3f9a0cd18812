package io.gatewatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.ApplicationContext;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import org.springframework.transaction.support.TransactionTemplate;

/** What must be on time is, however long upkeep takes. */
class SchedulersTest extends World {

    private static final List<String> UPKEEP =
            List.of("DayUpkeep.sumUp", "SessionSweep.sweep", "TaskSweep.sweep", "Upkeep.keepUp");

    private static final List<String> ON_TIME =
            List.of("DatabaseClock.measure", "DayForecast.lookAhead", "ReadReplica.look", "StoredFigures.refresh");

    /** Reading goes on, but nobody can lock a row or take what upkeep takes first. */
    private static final String BLOCKED = """
            lock table http_test, response_sample, hourly_figures, task, spring_session, target_totals in exclusive mode;
            lock table only hourly_figures in access exclusive mode
            """;

    private static final String WAITING =
            "select count(*) from pg_locks where not granted and locktype = 'relation' and database ="
                    + " (select oid from pg_database where datname = current_database())";

    @Autowired
    private ApplicationContext context;

    @Autowired
    private AsyncTaskExecutor taskScheduler;

    @Autowired
    @Qualifier("upkeepScheduler")
    private ThreadPoolTaskScheduler upkeepScheduler;

    @Autowired
    private TransactionTemplate transaction;

    @Test
    void everyJobIsEitherOnTimeOrUpkeep() {
        assertThat(jobs("upkeepScheduler")).containsExactlyInAnyOrderElementsOf(UPKEEP);
        assertThat(jobs("")).containsExactlyInAnyOrderElementsOf(ON_TIME);
    }

    private List<String> jobs(String scheduler) {
        return Stream.of(context.getBeanDefinitionNames())
                .map(context::getType)
                .filter(type -> type != null && type.getName().startsWith("io.gatewatch."))
                .flatMap(type -> Stream.of(type.getDeclaredMethods()))
                .filter(method -> method.isAnnotationPresent(Scheduled.class))
                .filter(method ->
                        method.getAnnotation(Scheduled.class).scheduler().equals(scheduler))
                .map(method -> method.getDeclaringClass().getSimpleName() + "." + method.getName())
                .toList();
    }

    @Test
    void noJobThatMustBeOnTimeWaitsForAnother() {
        assertThat(((ThreadPoolTaskScheduler) taskScheduler)
                        .getScheduledThreadPoolExecutor()
                        .getCorePoolSize())
                .isEqualTo(ON_TIME.size());
    }

    @Test
    void whileUpkeepWaitsForLocksTheOthersRun() throws Exception {
        List<Future<?>> upkeep = transaction.execute(status -> {
            jdbc.sql(BLOCKED).update();
            List<Future<?>> waiting = UPKEEP.stream()
                    .<Future<?>>map(job -> upkeepScheduler.submit(() -> runScheduled(job)))
                    .toList();
            awaitWaiting(upkeepScheduler.getPoolSize());
            CountDownLatch ran = new CountDownLatch(ON_TIME.size());
            ON_TIME.forEach(job -> taskScheduler.execute(() -> {
                runScheduled(job);
                ran.countDown();
            }));
            assertThat(awaited(ran)).isTrue();
            return waiting;
        });
        for (Future<?> job : upkeep) {
            job.get(20, TimeUnit.SECONDS);
        }
    }

    private void awaitWaiting(int many) {
        while (jdbc.sql(WAITING).query(Integer.class).single() < many) {
            Thread.onSpinWait();
        }
    }

    private static boolean awaited(CountDownLatch latch) {
        try {
            return latch.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}

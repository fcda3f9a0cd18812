package io.gatewatch;

import org.springframework.boot.task.ThreadPoolTaskSchedulerBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

/**
 * Who runs what comes by time. Jobs that must be on time run on Spring Boot's own scheduler, which has a thread for each of
 * them. Upkeep may wait for locks and take minutes: it says {@code @Scheduled(scheduler = "upkeepScheduler")} and has this one.
 */
@Configuration(proxyBeanMethods = false)
class Schedulers {

    /** Each upkeep at work has one of the connections that storing needs. */
    private static final int UPKEEP_AT_ONCE = 2;

    /** No candidate for others, so that Spring Boot's own is still made. */
    @Bean(defaultCandidate = false)
    ThreadPoolTaskScheduler upkeepScheduler(ThreadPoolTaskSchedulerBuilder builder) {
        return builder.poolSize(UPKEEP_AT_ONCE).threadNamePrefix("upkeep-").build();
    }
}

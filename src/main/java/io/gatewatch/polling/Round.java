package io.gatewatch.polling;

import io.gatewatch.central.Answer;
import io.gatewatch.central.Central;
import io.gatewatch.central.Pace;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** One round of the work: lease what is due and may be asked, ask without waiting for one another, settle. */
@Component
class Round {

    private final TaskQueue queue;
    private final Pace pace;
    private final Central central;
    private final Settling settling;
    private final DayForecast forecast;
    private final Clock clock;

    /** How long it took of late from the taking of moments until they could be used. */
    private volatile Duration lead = Duration.ZERO;

    Round(TaskQueue queue, Pace pace, Central central, Settling settling, DayForecast forecast, Clock clock) {
        this.queue = queue;
        this.pace = pace;
        this.central = central;
        this.settling = settling;
        this.forecast = forecast;
        this.clock = clock;
    }

    /** An ask that was prepared: it leaves when it is subscribed to, at its moment. */
    record Ask(LeasedTask task, Mono<Asked> answer) {}

    /** Leases at most so many due tasks, no more than there are moments for; both or neither, in one transaction. */
    @Transactional
    List<Ask> lease(int most) {
        Duration patience = forecast.plan().patience();
        int due = queue.due(most, patience);
        Instant taken = clock.instant();
        List<Instant> moments = pace.take(due, lead);
        if (moments.isEmpty()) {
            return List.of();
        }
        List<LeasedTask> tasks = queue.lease(moments.size(), patience);
        List<Ask> asks = new ArrayList<>();
        for (int i = 0; i < tasks.size(); i++) {
            asks.add(new Ask(tasks.get(i), ask(tasks.get(i), moments.get(i), taken)));
        }
        return asks;
    }

    void settle(List<Asked> answers) {
        settling.settle(answers);
    }

    void release(List<LeasedTask> tasks) {
        queue.release(tasks);
    }

    /** One whole round, done when all its answers are settled; returns how many tasks it asked about. */
    int step(int most) {
        List<Asked> answers = Flux.fromIterable(lease(most))
                .flatMap(Ask::answer, Math.max(1, most))
                .collectList()
                .block();
        if (answers == null || answers.isEmpty()) {
            return 0;
        }
        settle(answers);
        return answers.size();
    }

    private Mono<Asked> ask(LeasedTask task, Instant moment, Instant taken) {
        return Mono.defer(() -> askAt(task, moment, taken))
                .defaultIfEmpty(new Answer.Unavailable("No answer came"))
                .map(answer -> new Asked(task, answer, later(moment)));
    }

    /** However slowly the database writes down what is leased, the next moments are taken as far ahead. */
    private Mono<Answer> askAt(LeasedTask task, Instant moment, Instant taken) {
        lead = Duration.between(taken, clock.instant());
        return central.ask(task.address(), moment);
    }

    /** A moment in the past was used at once; what counts is when the call left. */
    private Instant later(Instant moment) {
        Instant now = clock.instant();
        return moment.isAfter(now) ? now : moment;
    }
}

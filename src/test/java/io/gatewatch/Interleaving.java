package io.gatewatch;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.postgresql.PGConnection;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.datasource.LazyConnectionDataSourceProxy;
import org.springframework.test.util.ReflectionTestUtils;

/**
 * Runs pieces of work at the same time, one statement at a time: each stops before its next statement or commit until it
 * is its turn. Who waits for a lock is found in the database, so that another can go on meanwhile. Every order of
 * statements that replicas may come to by chance is come to here by the random numbers.
 */
public final class Interleaving implements AutoCloseable {

    private static final String DEADLOCK = "40P01";
    private static final String WAITING =
            "select count(*) from unnest(?::int[]) as p (pid) where cardinality(pg_blocking_pids(pid)) > 0";

    private final LazyConnectionDataSourceProxy connections;
    private final DataSource storing;
    private final DataSource reading;
    private final JdbcTemplate monitor;
    private final ThreadLocal<Actor> actors = new ThreadLocal<>();
    private final List<String> deadlocks = Collections.synchronizedList(new ArrayList<>());

    public Interleaving(DataSource connections) throws SQLException {
        this.connections = connections.unwrap(LazyConnectionDataSourceProxy.class);
        this.storing = Objects.requireNonNull(this.connections.getTargetDataSource());
        this.reading = (DataSource) ReflectionTestUtils.getField(this.connections, "readOnlyDataSource");
        this.monitor = new JdbcTemplate(storing);
        this.connections.setTargetDataSource(stepped(storing));
        this.connections.setReadOnlyDataSource(stepped(reading));
    }

    /** As it was before. */
    @Override
    public void close() {
        connections.setTargetDataSource(storing);
        connections.setReadOnlyDataSource(reading);
    }

    private enum State {
        AT_STATEMENT,
        RUNNING,
        ENDED
    }

    private static final class Actor {

        private final String name;
        private final Runnable work;
        private State state = State.RUNNING;
        private boolean turn;
        private int pid;
        private Throwable failure;

        private Actor(String name, Runnable work) {
            this.name = name;
            this.work = work;
        }
    }

    /**
     * Runs these works beside holders, who take their locks first and mostly keep them until nobody else can go on: so
     * works are stopped in the middle of a statement, too. Each work goes on for some statements before it is another's turn:
     * most faults need few turns, but at the right places.
     *
     * @return what went wrong: every deadlock, also one that the work took calmly, and whatever the work threw
     */
    public List<String> run(List<Runnable> holders, List<Runnable> works, Random random) {
        deadlocks.clear();
        List<Actor> holding = started("holder", holders);
        awaitThatNobodyRuns(holding);
        holding.forEach(this::go);
        awaitThatNobodyRuns(holding);
        List<Actor> working = started("work", works);
        List<Actor> all = Stream.concat(holding.stream(), working.stream()).toList();
        Actor last = null;
        while (all.stream().anyMatch(actor -> !in(State.ENDED, actor))) {
            awaitThatNobodyRuns(all);
            List<Actor> ready = ready(working);
            List<Actor> letGo = ready(holding);
            boolean work = letGo.isEmpty() || (!ready.isEmpty() && random.nextInt(12) > 0);
            List<Actor> next = work ? ready : letGo;
            if (!next.isEmpty()) {
                boolean on = next.contains(last) && random.nextInt(8) > 0;
                last = on ? last : next.get(random.nextInt(next.size()));
                go(last);
            }
        }
        List<String> wrong = new ArrayList<>(deadlocks);
        all.stream()
                .filter(actor -> actor.failure != null)
                .map(actor -> actor.name + ": " + actor.failure)
                .forEach(wrong::add);
        return wrong;
    }

    private List<Actor> started(String name, List<Runnable> works) {
        List<Actor> started = IntStream.range(0, works.size())
                .mapToObj(i -> new Actor(name + " " + i, works.get(i)))
                .toList();
        started.forEach(actor -> new Thread(() -> act(actor), actor.name).start());
        return started;
    }

    private List<Actor> ready(List<Actor> of) {
        return of.stream().filter(actor -> in(State.AT_STATEMENT, actor)).toList();
    }

    private void act(Actor actor) {
        actors.set(actor);
        try {
            actor.work.run();
        } catch (Throwable e) {
            actor.failure = e;
        }
        become(State.ENDED, actor);
    }

    private synchronized boolean in(State state, Actor actor) {
        return actor.state == state;
    }

    private synchronized void become(State state, Actor actor) {
        actor.state = state;
        notifyAll();
    }

    private synchronized void go(Actor actor) {
        actor.turn = true;
        actor.state = State.RUNNING;
        notifyAll();
    }

    private void awaitTurn() {
        Actor actor = actors.get();
        become(State.AT_STATEMENT, actor);
        synchronized (this) {
            while (!actor.turn) {
                awaitChange(0);
            }
            actor.turn = false;
        }
    }

    private synchronized void awaitChange(long mostMillis) {
        try {
            wait(mostMillis);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Until each of them is at a statement, has ended or waits for a lock. */
    private void awaitThatNobodyRuns(List<Actor> all) {
        while (true) {
            List<Actor> running =
                    all.stream().filter(actor -> in(State.RUNNING, actor)).toList();
            if (running.isEmpty() || (allWait(running) && !ready(all).isEmpty())) {
                return;
            }
            synchronized (this) {
                if (running.stream().allMatch(actor -> actor.state == State.RUNNING)) {
                    awaitChange(1);
                }
            }
        }
    }

    private boolean allWait(List<Actor> running) {
        Integer[] pids = running.stream().map(actor -> actor.pid).toArray(Integer[]::new);
        Integer waiting = monitor.queryForObject(WAITING, Integer.class, (Object) pids);
        return waiting != null && waiting == pids.length;
    }

    private DataSource stepped(DataSource real) {
        return new DelegatingDataSource(real) {
            @Override
            public Connection getConnection() throws SQLException {
                Connection connection = super.getConnection();
                Actor actor = actors.get();
                if (actor == null) {
                    return connection;
                }
                actor.pid = connection.unwrap(PGConnection.class).getBackendPID();
                execute(connection, "set deadlock_timeout = '5ms'");
                return steppedConnection(connection);
            }
        };
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private Connection steppedConnection(Connection real) {
        return proxy(
                Connection.class,
                real,
                method -> switch (method.getName()) {
                    case "commit", "rollback", "unwrap" -> true;
                    default -> false;
                },
                result -> {
                    if (result instanceof PreparedStatement statement) {
                        return steppedStatement(PreparedStatement.class, statement);
                    }
                    return result instanceof Statement statement
                            ? steppedStatement(Statement.class, statement)
                            : result;
                });
    }

    private <T extends Statement> T steppedStatement(Class<T> type, T real) {
        return proxy(type, real, method -> method.getName().startsWith("execute"), UnaryOperator.identity());
    }

    private <T> T proxy(Class<T> type, T real, Predicate<Method> steps, UnaryOperator<Object> wrapped) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    if (steps.test(method)) {
                        awaitTurn();
                    }
                    if (method.getName().equals("close") && real instanceof Connection connection) {
                        execute(connection, "reset deadlock_timeout");
                    }
                    try {
                        return wrapped.apply(method.invoke(real, arguments));
                    } catch (InvocationTargetException e) {
                        note(e.getCause(), real);
                        throw e.getCause();
                    }
                }));
    }

    private void note(Throwable failure, Object where) {
        if (failure instanceof SQLException sql && DEADLOCK.equals(sql.getSQLState())) {
            deadlocks.add(actors.get().name + " in a deadlock at " + where + ": "
                    + sql.getMessage().replaceAll("\\s+", " "));
        }
    }
}

package io.gatewatch.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatewatch.World;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/** What is said of limited callers holds from the next start on, whatever the views were before. */
class ScopedViewsTest extends World {

    @Autowired
    private Flyway flyway;

    private record View(String name, long oid, String definition) {}

    @AfterEach
    void asTheyShouldBe() {
        flyway.migrate();
    }

    private List<View> views() {
        return jdbc.sql("""
                        select relname as name, oid::bigint as oid, pg_get_viewdef(oid) as definition from pg_class
                        where relnamespace = 'public_scoped'::regnamespace and relkind = 'v' order by 1
                        """).query(View.class).list();
    }

    private List<String> definitions() {
        return definitions(views());
    }

    private static List<String> definitions(List<View> views) {
        return views.stream().map(View::definition).toList();
    }

    @Test
    void viewsThatAreAsTheyShouldBeAreLeftAlone() {
        List<View> before = views();
        flyway.migrate();
        assertThat(before).hasSizeGreaterThan(8);
        assertThat(views()).isEqualTo(before);
    }

    /** As the release before made them, with its own comment or, before there was one, with none. */
    @ParameterizedTest
    @ValueSource(strings = {"'of another release'", "null"})
    void anOlderConditionGivesWayToTheNewOne(String comment) {
        List<String> before = definitions();
        jdbc.sql("""
                        drop view public_scoped.task;
                        create view public_scoped.task as select * from public.task where gateway_id > 0;
                        comment on view public_scoped.task is %s
                        """.formatted(comment)).update();
        assertThat(definitions()).isNotEqualTo(before);
        flyway.migrate();
        assertThat(definitions()).isEqualTo(before);
    }

    /** The comment stays when a view is replaced. */
    @Test
    void aViewThatSomebodyReplacedIsMadeAnew() {
        List<View> before = views();
        jdbc.sql("create or replace view public_scoped.gateway as select * from public.gateway")
                .update();
        assertThat(definitions()).isNotEqualTo(definitions(before));
        flyway.migrate();
        assertThat(definitions()).isEqualTo(definitions(before));
        assertThat(views().stream().filter(view -> !before.contains(view)))
                .extracting(View::name)
                .containsExactly("gateway");
    }

    @Test
    void aNewColumnComesToItsView() {
        jdbc.sql("alter table gateway add column colour text").update();
        flyway.migrate();
        assertThat(definitions()).anyMatch(definition -> definition.contains("colour"));
        jdbc.sql("drop view public_scoped.gateway; alter table gateway drop column colour")
                .update();
    }
}

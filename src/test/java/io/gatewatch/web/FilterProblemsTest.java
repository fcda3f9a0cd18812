package io.gatewatch.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatewatch.World;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

/** What fails before a request reaches its handler, such as the reading of a session, is answered like all else. */
class FilterProblemsTest extends World {

    @Autowired
    private FilterProblems filter;

    @Test
    void aDatabaseThatIsAwayAsksToComeBack() throws Exception {
        MockHttpServletResponse response = new MockHttpServletResponse();
        filter.doFilter(new MockHttpServletRequest("GET", "/api/v1/me"), response, (asked, answered) -> {
            throw new CannotGetJdbcConnectionException("away");
        });
        assertThat(response.getStatus()).isEqualTo(503);
        assertThat(response.getHeader("Retry-After")).isEqualTo("5");
        assertThat(response.getContentType()).isEqualTo("application/problem+json");
    }
}

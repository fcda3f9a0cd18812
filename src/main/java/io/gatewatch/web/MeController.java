package io.gatewatch.web;

import io.gatewatch.access.Caller;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Tells callers what is known of them, so that a page shows no more than they may do. */
@RestController
class MeController {

    /** The scope as patterns of serial numbers. */
    record Me(String name, List<String> roles, List<String> scope) {}

    @GetMapping("/api/v1/me")
    Me me(Caller caller) {
        return new Me(caller.name(), caller.roles(), caller.scope().patterns());
    }
}

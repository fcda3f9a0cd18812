package io.gatewatch.web;

import io.gatewatch.access.Logins;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Tells the page, before anybody has logged in, how they may. */
@RestController
class LoginController {

    private final Logins logins;

    LoginController(Logins logins) {
        this.logins = logins;
    }

    /** With a name and password, or at one of other places. */
    record Options(boolean password, List<Logins.Place> elsewhere) {}

    @GetMapping("/login/options")
    Options options() {
        return new Options(logins.withPassword(), logins.elsewhere());
    }
}

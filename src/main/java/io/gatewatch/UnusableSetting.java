package io.gatewatch;

/** A setting without which Gatewatch cannot start; the message names it and says what to put there. */
class UnusableSetting extends RuntimeException {

    UnusableSetting(String name, String problem, String remedy) {
        super(name + " " + problem + ": " + remedy);
    }
}

package io.gatewatch.web;

import java.io.IOException;

/** A body longer than any request needs; the rest of it is not read. */
class TooLarge extends IOException {

    TooLarge(long most) {
        super("The body is larger than " + most + " bytes; send less, or several requests.");
    }
}

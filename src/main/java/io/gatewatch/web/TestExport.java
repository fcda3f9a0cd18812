package io.gatewatch.web;

import io.gatewatch.results.StoredTest;
import io.gatewatch.results.Tests;
import io.gatewatch.results.TestsQuestion;
import io.gatewatch.results.TooMuchToRead;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Semaphore;

/** All tests that a question finds, as a table; read a part at a time, so that no connection waits for a slow reader. */
final class TestExport {

    private static final int PART = 1000;

    /** A table lasts as long as its reader takes, and a thread of the server with it. */
    private static final Semaphore PLACES = new Semaphore(8);

    private final Tests tests;
    private final TestsQuestion question;

    TestExport(Tests tests, TestsQuestion question) {
        this.tests = tests;
        this.question = question;
    }

    /**
     * Writes all of it, when not too many do so already.
     *
     * @throws TooMuchToRead before anything is written
     */
    void write(HttpServletResponse response) throws IOException {
        if (!PLACES.tryAcquire()) {
            throw TooMuchToRead.tooManyAtOnce();
        }
        try {
            writeAll(response);
        } finally {
            PLACES.release();
        }
    }

    /** The first part is read before anything is written: what fails until then is answered like any other call. */
    private void writeAll(HttpServletResponse response) throws IOException {
        List<StoredTest> part = tests.page(question, PART).orElse(List.of());
        Csv csv = Csv.answer(response);
        CsvTable.TESTS.header(csv);
        CsvTable.TESTS.rows(csv, part);
        while (part.size() == PART) {
            part = after(part.get(PART - 1));
            CsvTable.TESTS.rows(csv, part);
        }
        csv.end();
    }

    private List<StoredTest> after(StoredTest last) throws IOException {
        try {
            return tests.page(question.after(last), PART).orElse(List.of());
        } catch (RuntimeException e) {
            throw new IOException("A table of tests ends early, because the rest of them could not be read", e);
        }
    }
}

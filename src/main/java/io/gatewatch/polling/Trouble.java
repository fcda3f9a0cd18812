package io.gatewatch.polling;

import java.sql.SQLException;
import java.util.Set;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/** Tells whose fault it is that answers cannot be stored: the database's, which passes, or that of one of them. */
final class Trouble {

    /** Classes of SQLSTATE: a wrong number of values, a value that does not fit, a broken rule, larger than can be. */
    private static final Set<String> OF_VALUES = Set.of("21", "22", "23", "54");

    private Trouble() {}

    static void rethrowIfOfTheDatabase(Throwable fault) {
        if (fault instanceof DataAccessException || fault instanceof TransactionException) {
            RuntimeException refused = (RuntimeException) fault;
            if (!isOfValues(refused)) {
                throw refused;
            }
        }
    }

    private static boolean isOfValues(RuntimeException refused) {
        return NestedExceptionUtils.getMostSpecificCause(refused) instanceof SQLException said
                && said.getSQLState() != null
                && said.getSQLState().length() == 5
                && OF_VALUES.contains(said.getSQLState().substring(0, 2));
    }

    /** In the fault's own words; the exceptions around it repeat the whole document. */
    static String inShort(Throwable fault) {
        return String.valueOf(NestedExceptionUtils.getMostSpecificCause(fault));
    }
}

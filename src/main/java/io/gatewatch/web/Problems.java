package io.gatewatch.web;

import io.gatewatch.access.TooMany;
import io.gatewatch.central.ApiVersion;
import io.gatewatch.central.CentralErrors;
import io.gatewatch.results.BadQuestion;
import io.gatewatch.results.TooMuchToRead;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.function.Function;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.web.csrf.CsrfException;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.transaction.TransactionException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/** Writes every error: as RFC 9457 problem details, and in Central's own shape on Central's own paths. */
@RestControllerAdvice
class Problems extends ResponseEntityExceptionHandler {

    private static final Logger log = LoggerFactory.getLogger(Problems.class);
    private static final String RETRY_SECONDS = "5";

    @ExceptionHandler
    ResponseEntity<Object> invalid(InvalidRequest e) {
        return problem(HttpStatus.BAD_REQUEST, String.valueOf(e.getMessage()), e.errors());
    }

    @ExceptionHandler
    ResponseEntity<Object> invalid(BadQuestion e) {
        return invalid(new InvalidRequest(e.field(), String.valueOf(e.getMessage())));
    }

    @ExceptionHandler
    ResponseEntity<Object> refused(Refusal e) {
        return problem(e.status(), String.valueOf(e.getMessage()), List.of());
    }

    @ExceptionHandler
    ResponseEntity<Object> unauthenticated(AuthenticationException e, HttpServletRequest request) {
        return denied(request, HttpStatus.UNAUTHORIZED, whyUnknown(e), CentralErrors::unauthorized);
    }

    private static String whyUnknown(AuthenticationException e) {
        if (e instanceof BadCredentialsException) {
            return "The user or the password is wrong.";
        }
        return e instanceof OAuth2AuthenticationException
                ? "The token is not good here: unknown, revoked, expired, or not meant for this service."
                : "Say who you are: a user and password, or a token, are needed.";
    }

    @ExceptionHandler
    ResponseEntity<Object> forbidden(AccessDeniedException e, HttpServletRequest request) {
        String detail = e instanceof CsrfException
                ? "A session is not enough here: send what the cookie XSRF-TOKEN holds as the header X-XSRF-TOKEN, too."
                : "Your role does not allow this.";
        return denied(request, HttpStatus.FORBIDDEN, detail, CentralErrors::forbidden);
    }

    @ExceptionHandler
    ResponseEntity<Object> tooMany(TooMany e, HttpServletRequest request) {
        ResponseEntity<Object> answer = denied(
                request, HttpStatus.TOO_MANY_REQUESTS, String.valueOf(e.getMessage()), CentralErrors::tooManyRequests);
        return ResponseEntity.status(answer.getStatusCode())
                .headers(answer.getHeaders())
                .header(HttpHeaders.RETRY_AFTER, Long.toString(e.retryAfterSeconds()))
                .body(answer.getBody());
    }

    @ExceptionHandler
    ResponseEntity<Object> rejected(RequestRejectedException e) {
        log.debug("A request was refused before it was read", e);
        return problem(
                HttpStatus.BAD_REQUEST, "The address of the request holds what is not allowed there.", List.of());
    }

    /** Tomcat could not read the parameters of the query or form. */
    @ExceptionHandler
    ResponseEntity<Object> unreadable(InvalidParameterException e) {
        HttpStatus status = HttpStatus.resolve(e.getErrorCode());
        return problem(status == null ? HttpStatus.BAD_REQUEST : status, "The parameters cannot be read.", List.of());
    }

    @ExceptionHandler
    ResponseEntity<Object> tooLarge(TooLarge e) {
        return problem(HttpStatus.CONTENT_TOO_LARGE, String.valueOf(e.getMessage()), List.of());
    }

    @ExceptionHandler({
        TransactionException.class,
        DataAccessResourceFailureException.class,
        TransientDataAccessException.class,
        RecoverableDataAccessException.class
    })
    ResponseEntity<Object> unavailable(Exception e) {
        log.debug("The database is away; the caller is asked to come back", e);
        return comeBack("The database cannot answer now; try again soon.");
    }

    @ExceptionHandler
    ResponseEntity<Object> tooMuch(TooMuchToRead e) {
        log.debug("A reading was not done; the caller is asked to come back with less", e);
        return comeBack(String.valueOf(e.getMessage()));
    }

    private static ResponseEntity<Object> comeBack(String detail) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(HttpStatus.SERVICE_UNAVAILABLE, detail);
        return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE)
                .header(HttpHeaders.RETRY_AFTER, RETRY_SECONDS)
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(problem);
    }

    /** Not the caller's fault, and not over by asking another way. */
    @ExceptionHandler
    ResponseEntity<Object> unverified(AuthenticationServiceException e) {
        log.debug("Somebody's identity cannot be checked now; the caller is asked to come back", e);
        return comeBack("Who you are cannot be checked now; try again soon.");
    }

    @ExceptionHandler
    ResponseEntity<Object> unforeseen(Exception e) {
        log.error("A request failed unforeseen; the caller gets a 500 and may try again", e);
        return problem(HttpStatus.INTERNAL_SERVER_ERROR, "Something went wrong here; the log says what.", List.of());
    }

    @Override
    protected ResponseEntity<Object> handleHttpMessageNotReadable(
            HttpMessageNotReadableException e, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        TooLarge tooLarge = cause(e, TooLarge.class);
        return tooLarge != null ? tooLarge(tooLarge) : invalid(new InvalidRequest("body", "must be JSON"));
    }

    private static <T> @Nullable T cause(@Nullable Throwable of, Class<T> type) {
        Throwable cause = of;
        while (cause != null && !type.isInstance(cause)) {
            cause = cause.getCause();
        }
        return cause == null ? null : type.cast(cause);
    }

    private static ResponseEntity<Object> denied(
            HttpServletRequest request, HttpStatus status, String detail, Function<ApiVersion, Object> central) {
        String path = request.getRequestURI();
        if (!path.startsWith(FacadeController.PREFIX)) {
            return problem(status, detail, List.of());
        }
        boolean alpha = path.startsWith(FacadeController.PREFIX + ApiVersion.V1ALPHA1.text() + "/");
        return ResponseEntity.status(status)
                .contentType(MediaType.APPLICATION_JSON)
                .body(central.apply(alpha ? ApiVersion.V1ALPHA1 : ApiVersion.V1));
    }

    private static ResponseEntity<Object> problem(HttpStatus status, String detail, List<FieldError> errors) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail);
        if (!errors.isEmpty()) {
            problem.setProperty("errors", errors);
        }
        return ResponseEntity.status(status)
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(problem);
    }
}

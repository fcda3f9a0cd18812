package io.gatewatch.access;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.UUID;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.convert.ConversionService;
import org.springframework.core.convert.support.GenericConversionService;
import org.springframework.security.jackson.SecurityJacksonModules;
import org.springframework.session.web.http.CookieSerializer;
import org.springframework.session.web.http.DefaultCookieSerializer;
import tools.jackson.databind.json.JsonMapper;

/** How sessions are found and kept: a cookie names a row of the database, and that holds JSON, never serialized Java. */
@Configuration(proxyBeanMethods = false)
class SessionStore {

    /** Only types that Spring Security allows are read back; the name of the bean is Spring Session's. */
    @Bean
    ConversionService springSessionConversionService() {
        JsonMapper mapper = JsonMapper.builder()
                .addModules(SecurityJacksonModules.getModules(SessionStore.class.getClassLoader()))
                .build();
        GenericConversionService conversion = new GenericConversionService();
        conversion.addConverter(Object.class, byte[].class, mapper::writeValueAsBytes);
        conversion.addConverter(byte[].class, Object.class, bytes -> mapper.readValue(bytes, Object.class));
        return conversion;
    }

    /** Not for scripts, and not with what other sites send, but for links to here, by which a login elsewhere comes back. */
    @Bean
    CookieSerializer sessionCookie(ServerProperties server) {
        DefaultCookieSerializer cookie = new OneOfOurs();
        cookie.setSameSite("Lax");
        Boolean secure = server.getServlet().getSession().getCookie().getSecure();
        if (secure != null) {
            cookie.setUseSecureCookie(secure);
        }
        return cookie;
    }

    /** The database is asked about one id a request, and only when it looks like one of ours. */
    private static final class OneOfOurs extends DefaultCookieSerializer {

        @Override
        public List<String> readCookieValues(HttpServletRequest request) {
            return super.readCookieValues(request).stream()
                    .filter(OneOfOurs::isId)
                    .limit(1)
                    .toList();
        }

        private static boolean isId(String text) {
            try {
                return UUID.fromString(text).toString().equals(text);
            } catch (IllegalArgumentException e) {
                return false;
            }
        }
    }
}

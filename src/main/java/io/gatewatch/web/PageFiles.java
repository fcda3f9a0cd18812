package io.gatewatch.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.Resource;
import org.springframework.http.CacheControl;
import org.springframework.util.DigestUtils;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.ViewControllerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * The files of the console page. Browsers keep them and ask each time whether they still hold, by what is in them: the dates
 * in the jar are those of no change, so that builds can be repeated.
 */
@Configuration(proxyBeanMethods = false)
class PageFiles implements WebMvcConfigurer {

    private static final CacheControl ASK_AGAIN =
            CacheControl.maxAge(Duration.ZERO).mustRevalidate();

    private final Map<String, String> tags = new ConcurrentHashMap<>();

    @Override
    public void addViewControllers(ViewControllerRegistry views) {
        views.addViewController("/").setViewName("forward:/index.html");
    }

    @Override
    public void addResourceHandlers(ResourceHandlerRegistry files) {
        serve(files, "/index.html", "classpath:/static/");
        serve(files, "/swagger-ui.html", "classpath:/static/");
        serve(files, "/assets/**", "classpath:/static/assets/");
        serve(files, "/webjars/**", "classpath:/META-INF/resources/webjars/");
    }

    private void serve(ResourceHandlerRegistry files, String path, String location) {
        files.addResourceHandler(path)
                .addResourceLocations(location)
                .setCacheControl(ASK_AGAIN)
                .setUseLastModified(false)
                .setEtagGenerator(this::tag)
                .resourceChain(true);
    }

    /** A weak one: compressed on its way, a file is the same but not byte by byte. */
    private String tag(Resource file) {
        return tags.computeIfAbsent(file.toString(), path -> "W/\"" + hash(file) + '"');
    }

    private static String hash(Resource file) {
        try (InputStream content = file.getInputStream()) {
            return DigestUtils.md5DigestAsHex(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

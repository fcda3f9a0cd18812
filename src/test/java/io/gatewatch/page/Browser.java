package io.gatewatch.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.support.ui.WebDriverWait;

/** A Chromium as a user in Berlin has it, and what users do with it. */
public final class Browser implements AutoCloseable {

    private static final String HOW = "The page is tried in Chromium: apt-get install chromium chromium-driver";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Path PICTURES = Path.of("target", "screenshots");

    private final ChromeDriver driver;

    private Browser(ChromeDriver driver) {
        this.driver = driver;
    }

    /** Skips the test where there is none; with {@code gatewatch.gate} that is a failure. */
    public static Browser start() {
        Optional<File> chromium = found("chromium", "chromium-browser", "google-chrome");
        Optional<File> service = found("chromedriver");
        boolean isThere = chromium.isPresent() && service.isPresent();
        if (Boolean.getBoolean("gatewatch.gate")) {
            assertThat(isThere).as(HOW).isTrue();
        }
        assumeTrue(isThere, HOW);
        ChromeDriver driver = new ChromeDriver(
                new ChromeDriverService.Builder()
                        .usingDriverExecutable(service.orElseThrow())
                        .usingAnyFreePort()
                        .withEnvironment(Map.of("TZ", "Europe/Berlin"))
                        .build(),
                options(chromium.orElseThrow()));
        driver.manage().timeouts().scriptTimeout(PATIENCE);
        return new Browser(driver);
    }

    private static Optional<File> found(String... names) {
        return Stream.of(names)
                .flatMap(name -> Stream.of(System.getenv("PATH").split(File.pathSeparator))
                        .map(directory -> new File(directory, name)))
                .filter(File::canExecute)
                .findFirst();
    }

    private static ChromeOptions options(File chromium) {
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, java.util.logging.Level.ALL);
        ChromeOptions options = new ChromeOptions();
        options.setBinary(chromium);
        options.setCapability("goog:loggingPrefs", logs);
        options.addArguments(
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--disable-dev-shm-usage",
                "--lang=en-GB",
                "--window-size=1440,900");
        return options;
    }

    public ChromeDriver driver() {
        return driver;
    }

    void open(String address) {
        driver.get(address);
    }

    /** As if the link had been pasted into an empty tab: without what an earlier view left. */
    public void openAnew(String address) {
        driver.get("about:blank");
        driver.get(address);
    }

    String address() {
        return driver.getCurrentUrl();
    }

    public void login(String name, String password) {
        type("input[name=username]", name);
        type("input[name=password]", password + Keys.ENTER);
    }

    void type(String where, CharSequence text) {
        WebElement field = find(where);
        field.clear();
        field.sendKeys(text);
    }

    /** Keys pressed with nothing in particular in focus. */
    void press(CharSequence keys) {
        driver.findElement(By.tagName("body")).sendKeys(keys);
    }

    void click(String what) {
        find(what).click();
    }

    /** Looks often: a test of the page is mostly waiting. */
    private WebDriverWait await() {
        return new WebDriverWait(driver, PATIENCE, Duration.ofMillis(50));
    }

    /** The first that fits, as soon as it is there. */
    public WebElement find(String css) {
        return await().until(browser ->
                browser.findElements(By.cssSelector(css)).stream().findFirst().orElse(null));
    }

    List<WebElement> all(String css) {
        return driver.findElements(By.cssSelector(css));
    }

    String text(String css) {
        return find(css).getText();
    }

    List<String> texts(String css) {
        return all(css).stream().map(WebElement::getText).toList();
    }

    /** Waits until what fits says this. */
    void awaitText(String css, String text) {
        await().ignoring(StaleElementReferenceException.class)
                .withMessage(() -> "no \"" + text + "\" in " + css + ": " + texts(css))
                .until(browser -> texts(css).stream().anyMatch(said -> said.contains(text)));
    }

    void await(BooleanSupplier condition) {
        await().until(browser -> condition.getAsBoolean());
    }

    void awaitNone(String css) {
        await().until(browser -> all(css).isEmpty());
    }

    Object script(String script, Object... arguments) {
        return driver.executeScript(script, arguments);
    }

    /** What went over the wire since the page was opened, headers included. */
    public long bytes() {
        return ((Number) script("""
                return [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
                    .reduce((sum, one) => sum + one.transferSize, 0)""")).longValue();
    }

    /** From the opening of the page until its first figures had been painted. */
    public double drawnAfterMillis() {
        return await().until(browser -> (Number) script("return performance.getEntriesByName('drawn')[0]?.startTime"))
                .doubleValue();
    }

    void scheme(String lightOrDark) {
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", lightOrDark))));
    }

    void offline(boolean isAway) {
        driver.executeCdpCommand("Network.enable", Map.of());
        driver.executeCdpCommand(
                "Network.emulateNetworkConditions",
                Map.of("offline", isAway, "latency", 0, "downloadThroughput", -1, "uploadThroughput", -1));
    }

    void saveTo(Path directory) {
        driver.executeCdpCommand(
                "Browser.setDownloadBehavior", Map.of("behavior", "allow", "downloadPath", directory.toString()));
    }

    void size(int width, int height) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 600));
    }

    /** Keeps what is to be seen, for people to look at. */
    Path picture(String name) {
        try {
            Files.createDirectories(PICTURES);
            return Files.write(PICTURES.resolve(name + ".png"), driver.getScreenshotAs(OutputType.BYTES));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the console holds against the page since it was asked last, a refused style among it; answers of 401 aside. */
    List<String> complaints() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .filter(entry -> entry.getLevel().intValue() >= java.util.logging.Level.WARNING.intValue())
                .map(entry -> entry.getMessage())
                .filter(message -> !message.contains("status of 401"))
                .toList();
    }

    @Override
    public void close() {
        driver.quit();
    }
}

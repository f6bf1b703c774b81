package com.example.projecthub.browser;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.logging.Level;
import java.util.regex.Pattern;

import javax.sql.DataSource;

import io.github.fgaspring.emulator.FgaEmulator;
import io.github.fgaspring.test.EnableFgaEmulator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.By;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebDriver;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.support.ui.ExpectedCondition;
import org.openqa.selenium.support.ui.ExpectedConditions;
import org.openqa.selenium.support.ui.WebDriverWait;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The sample with its emulator and its example data, and somebody at a browser. After
 * each test the console of the browser must have nothing to complain of.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@EnableFgaEmulator(webhooks = true)
@ExtendWith(Chromium.class)
@Tag("browser")
abstract class AbstractBrowserTests {

	private static final List<String> TABLES = List.of("document", "project", "workspace", "organization_settings");

	private static final Pattern REFUSED = Pattern.compile("(?:with a status of|Status Error Code) (\\d+)");

	@Autowired
	FgaEmulator emulator;

	@Autowired
	JdbcClient jdbc;

	@LocalServerPort
	private int port;

	private List<Integer> expectedStatuses = List.of();

	ChromeDriver browser;

	@BeforeEach
	void prepare(ChromeDriver browser, @Autowired DataSource dataSource) {
		this.browser = browser;
		TABLES.forEach((table) -> this.jdbc.sql("delete from " + table).update());
		new ResourceDatabasePopulator(new ClassPathResource("data.sql")).execute(dataSource);
	}

	@AfterEach
	void consoleHasNoErrors() {
		assertThat(complaints()).isEmpty();
	}

	/**
	 * The errors in the console that were not there yet.
	 */
	List<LogEntry> complaints() {
		return this.browser.manage()
			.logs()
			.get(LogType.BROWSER)
			.getAll()
			.stream()
			.filter((entry) -> entry.getLevel() == Level.SEVERE && !isExpected(entry))
			.toList();
	}

	private boolean isExpected(LogEntry entry) {
		return REFUSED.matcher(entry.getMessage())
			.results()
			.anyMatch((status) -> this.expectedStatuses.contains(Integer.valueOf(status.group(1))));
	}

	/**
	 * Lets pages of this test have these statuses, which browsers count as an error.
	 */
	void expectStatus(Integer... statuses) {
		this.expectedStatuses = List.of(statuses);
	}

	String url(String path) {
		return "http://localhost:" + this.port + path;
	}

	void open(String path) {
		this.browser.get(url(path));
	}

	/**
	 * Signs somebody in, in place of whoever was before.
	 */
	void signIn(String person) {
		this.browser.executeCdpCommand("Network.clearBrowserCookies", Map.of());
		open("/");
		click(By.linkText("Sign in"));
		click(By.cssSelector("button[value=user_" + person + "]"));
		awaitHeading(person.equals("grace") ? "Choose an organization" : "Your projects");
	}

	void signIn(String person, String organization) {
		signIn(person);
		click(By.cssSelector("button[value=org_" + organization + "]"));
		awaitHeading("Your projects");
	}

	<T> T await(ExpectedCondition<T> condition) {
		return new WebDriverWait(this.browser, Duration.ofSeconds(10), Duration.ofMillis(50))
			.ignoring(StaleElementReferenceException.class)
			.until(condition);
	}

	void awaitHeading(String text) {
		await(ExpectedConditions.textToBe(By.tagName("h1"), text));
	}

	void awaitText(By element, String text) {
		await(ExpectedConditions.textToBePresentInElementLocated(element, text));
	}

	WebElement find(By by) {
		return await(ExpectedConditions.visibilityOfElementLocated(by));
	}

	void click(By by) {
		await(ExpectedConditions.elementToBeClickable(by)).click();
	}

	/**
	 * Clicks what leads to another page, and waits until it is there.
	 */
	void follow(By by) {
		WebElement page = this.browser.findElement(By.tagName("html"));
		click(by);
		await(ExpectedConditions.stalenessOf(page));
		await((WebDriver driver) -> "complete".equals(this.browser.executeScript("return document.readyState")));
	}

	static By button(String text) {
		return By.xpath("//button[normalize-space()='" + text + "']");
	}

	static By summary(String text) {
		return By.xpath("//summary[normalize-space()='" + text + "']");
	}

	static By labelled(String label) {
		return By.cssSelector("[aria-label='" + label + "']");
	}

	String heading() {
		return find(By.tagName("h1")).getText();
	}

	String main() {
		return find(By.tagName("main")).getText();
	}

	String trail() {
		return find(By.id("trail")).getText();
	}

	/**
	 * What can be done on the page itself.
	 */
	List<String> actions() {
		return texts(By.cssSelector("main .button, main summary, main button"));
	}

	List<String> texts(By by) {
		return this.browser.findElements(by).stream().filter(WebElement::isDisplayed).map(WebElement::getText).toList();
	}

	/**
	 * Fills a field in with any characters, also those that have no key.
	 */
	void fill(By field, String text) {
		this.browser.executeScript("arguments[0].value = arguments[1]", find(field), text);
	}

	/**
	 * Lets the page be shown in a window of another size or in other colours.
	 */
	void look(Look look) {
		this.browser.executeCdpCommand("Emulation.setScrollbarsHidden", Map.of("hidden", true));
		this.browser.executeCdpCommand("Emulation.setDeviceMetricsOverride", Map.of("width", look.width(), "height",
				look.height(), "deviceScaleFactor", 1, "mobile", look == Look.PHONE));
		this.browser.executeCdpCommand("Emulation.setEmulatedMedia", Map.of("features",
				List.of(Map.of("name", "prefers-color-scheme", "value", (look == Look.DARK) ? "dark" : "light"))));
	}

	/**
	 * How a page is looked at.
	 */
	enum Look {

		LIGHT(1200, 900), DARK(1200, 900), PHONE(390, 844);

		private final int width;

		private final int height;

		Look(int width, int height) {
			this.width = width;
			this.height = height;
		}

		int width() {
			return this.width;
		}

		int height() {
			return this.height;
		}

		String suffix() {
			return name().toLowerCase(Locale.ROOT);
		}

	}

}

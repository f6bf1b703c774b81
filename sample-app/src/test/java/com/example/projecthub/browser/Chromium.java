package com.example.projecthub.browser;

import java.io.File;
import java.util.Map;
import java.util.logging.Level;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/**
 * Gives tests an installed Chromium without a window, the same one for all, with one
 * empty tab and no cookies. By default it is where Debian installs it; the system
 * properties {@code chromium} and {@code webdriver.chrome.driver} say otherwise.
 */
final class Chromium implements ParameterResolver {

	@Override
	public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
		return parameter.getParameter().getType() == ChromeDriver.class;
	}

	@Override
	public ChromeDriver resolveParameter(ParameterContext parameter, ExtensionContext context) {
		ChromeDriver browser = context.getRoot()
			.getStore(Namespace.create(Chromium.class))
			.computeIfAbsent(Running.class, (key) -> new Running(start()), Running.class)
			.browser();
		clean(browser);
		return browser;
	}

	private static ChromeDriver start() {
		ChromeOptions options = new ChromeOptions();
		options.setBinary(System.getProperty("chromium", "/usr/bin/chromium"));
		// Only pages of this application are opened, and root has no sandbox.
		options.addArguments("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu");
		LoggingPreferences logging = new LoggingPreferences();
		logging.enable(LogType.BROWSER, Level.ALL);
		options.setCapability(ChromeOptions.LOGGING_PREFS, logging);
		String driver = System.getProperty("webdriver.chrome.driver", "/usr/bin/chromedriver");
		return new ChromeDriver(
				new ChromeDriverService.Builder().usingDriverExecutable(new File(driver)).usingAnyFreePort().build(),
				options);
	}

	private static void clean(ChromeDriver browser) {
		browser.switchTo().newWindow(WindowType.TAB);
		String tab = browser.getWindowHandle();
		browser.getWindowHandles().stream().filter((other) -> !other.equals(tab)).forEach((other) -> {
			browser.switchTo().window(other);
			browser.close();
		});
		browser.switchTo().window(tab);
		browser.executeCdpCommand("Network.clearBrowserCookies", Map.of());
		browser.manage().logs().get(LogType.BROWSER);
	}

	/**
	 * What is stopped after the last test.
	 */
	private record Running(ChromeDriver browser) implements AutoCloseable {

		@Override
		public void close() {
			this.browser.quit();
		}

	}

}

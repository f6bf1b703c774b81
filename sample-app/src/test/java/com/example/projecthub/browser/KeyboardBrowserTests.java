package com.example.projecthub.browser;

import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.support.ui.ExpectedConditions;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Somebody who has no mouse.
 */
class KeyboardBrowserTests extends AbstractBrowserTests {

	private static final int MAX_STEPS = 40;

	@Test
	void projectCanBeSharedWithKeysAlone() {
		open("/");
		tabTo(By.linkText("Sign in"));
		press(Keys.ENTER);
		awaitHeading("Sign in");
		tabTo(By.cssSelector("button[value=user_carol]"));
		press(Keys.ENTER);
		awaitHeading("Your projects");
		tabTo(By.linkText("Web shop"));
		press(Keys.ENTER);
		awaitHeading("Web shop");
		tabTo(By.linkText("Share"));
		press(Keys.ENTER);
		By title = By.id("people-title");
		await((browser) -> browser.switchTo().activeElement().equals(browser.findElement(title)));
		tabTo(labelled("Make bob@acme.test an editor"));
		press(Keys.ENTER);
		await(ExpectedConditions.presenceOfElementLocated(labelled("Remove bob@acme.test")));
		await((browser) -> browser.switchTo().activeElement().equals(browser.findElement(title)));
		tabTo(labelled("Remove bob@acme.test"));
		press(Keys.ENTER);
		await(ExpectedConditions.invisibilityOfElementLocated(labelled("Remove bob@acme.test")));
	}

	@Test
	void nameCanBeChangedWithKeysAlone() {
		signIn("carol");
		open("/projects/web");
		tabTo(summary("Rename"));
		press(Keys.ENTER);
		tabTo(By.name("name"));
		press(Keys.END, " 2", Keys.ENTER);
		awaitHeading("Web shop 2");
	}

	@Test
	void skipLinkComesFirstAndLeadsPastTheNavigation() {
		signIn("alice");
		open("/");
		press(Keys.TAB);
		WebElement skip = this.browser.switchTo().activeElement();
		assertThat(skip.getText()).isEqualTo("Skip to the content");
		assertThat(skip.getRect().getX()).as("on the screen").isNotNegative();
		press(Keys.ENTER);
		press(Keys.TAB);
		assertThat(this.browser.switchTo().activeElement().getText()).isEqualTo("Mobile app");
	}

	private void tabTo(By by) {
		WebElement wanted = find(by);
		for (int step = 0; step < MAX_STEPS; step++) {
			press(Keys.TAB);
			WebElement focused = this.browser.switchTo().activeElement();
			assertThat(this.browser.executeScript("""
					const outlined = (pseudo) => {
						const style = getComputedStyle(arguments[0], pseudo);
						return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
					};
					return outlined(null) || outlined('::after');""", focused))
				.as("whether one sees that %s has the focus", focused.getDomProperty("outerHTML"))
				.isEqualTo(true);
			if (focused.equals(wanted)) {
				return;
			}
		}
		throw new AssertionError("The key Tab does not lead to " + by);
	}

	private void press(CharSequence... keys) {
		// Before it has drawn a page, Chromium drops what is typed.
		await((browser) -> (Boolean) this.browser
			.executeScript("return performance.getEntriesByName('first-contentful-paint').length > 0"));
		new Actions(this.browser).sendKeys(keys).perform();
	}

}

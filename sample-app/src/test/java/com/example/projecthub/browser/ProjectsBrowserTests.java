package com.example.projecthub.browser;

import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.support.ui.ExpectedConditions;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What people do with projects, documents and settings.
 */
class ProjectsBrowserTests extends AbstractBrowserTests {

	private static final By NAME = By.name("name");

	private static final String NASTY = "<script>document.title = 'owned'</script> & 🦄";

	@Test
	void projectWhenSharedInTheDialogThenIsThereInTheNextRequestAndGoneAfterRemoval() {
		signIn("bob");
		assertThat(main()).doesNotContain("Web shop");

		signIn("carol");
		open("/projects/web");
		WebElement page = this.browser.findElement(By.tagName("html"));
		click(By.linkText("Share"));
		click(labelled("Make bob@acme.test an editor"));
		awaitText(row("bob@acme.test"), "project-editor");
		assertThat(find(row("bob@acme.test")).getText()).contains("yes");
		assertThat(page.isDisplayed()).as("the same page, not loaded again").isTrue();
		assertThat(this.browser.getCurrentUrl()).endsWith("/projects/web");
		assertThat(trail()).contains("PeoplePages.share").contains("project:share");

		signIn("bob");
		follow(By.linkText("Web shop"));
		assertThat(actions()).containsExactly("Rename", "New document");

		signIn("carol");
		open("/projects/web");
		click(By.linkText("Share"));
		click(labelled("Make bob@acme.test a viewer"));
		awaitText(row("bob@acme.test"), "project-viewer");
		assertThat(find(row("bob@acme.test")).getText()).doesNotContain("project-editor");
		click(labelled("Remove bob@acme.test"));
		await(ExpectedConditions.textToBePresentInElementLocated(row("bob@acme.test"), "no"));
		assertThat(this.browser.findElements(labelled("Remove bob@acme.test"))).isEmpty();

		signIn("bob");
		assertThat(main()).doesNotContain("Web shop");
	}

	private static By row(String email) {
		return By.xpath("//tr[th='" + email + "']");
	}

	@Test
	void projectWhenCreatedRenamedAndArchivedThenCanNoLongerBeChanged() {
		signIn("alice");
		click(By.cssSelector("[aria-label=Engineering] summary"));
		find(NAME).sendKeys("Support portal");
		follow(button("Create"));
		awaitHeading("Support portal");
		assertThat(main()).contains("No document yet");
		assertThat(trail()).contains("ProjectPages.create").contains("@RequiresPermission(\"project:create\")");

		click(summary("New document"));
		find(By.cssSelector("form[action$='/documents'] [name=name]")).sendKeys("Handbook");
		follow(button("Add"));
		click(By.linkText("Handbook"));
		awaitHeading("Handbook");
		click(summary("Rename"));
		find(NAME).clear();
		find(NAME).sendKeys("Guide");
		follow(button("Save"));
		awaitHeading("Guide");
		follow(By.linkText("The project"));

		click(summary("Rename"));
		find(NAME).clear();
		find(NAME).sendKeys("Help desk");
		follow(button("Save"));
		awaitHeading("Help desk");
		follow(button("Archive"));
		assertThat(heading()).isEqualTo("Help desk archived");
		assertThat(find(By.className("notice")).getText()).isEqualTo("The project is archived.");
		assertThat(actions()).containsExactly("Share");
		follow(By.linkText("Your projects"));
		assertThat(find(By.cssSelector("[aria-label=Engineering]")).getText()).contains("Help desk archived");
	}

	@Test
	void namesWithMarkupAndEmojiAreShownAsText() {
		signIn("carol");
		open("/projects/web");
		click(summary("Rename"));
		fill(NAME, NASTY);
		follow(button("Save"));
		awaitHeading(NASTY);
		assertThat(this.browser.getTitle()).isEqualTo(NASTY + " – Projects");
		click(summary("New document"));
		fill(By.cssSelector("form[action$='/documents'] [name=name]"), NASTY);
		follow(button("Add"));
		click(By.linkText(NASTY));
		awaitHeading(NASTY);
		open("/");
		assertThat(this.browser.findElements(By.linkText(NASTY))).hasSize(1);
		assertThat(this.browser.getTitle()).isEqualTo("Home – Projects");
	}

	@Test
	void nameWhenTooLongThenIsRefusedWithAReason() {
		signIn("carol");
		open("/projects/web");
		click(summary("Rename"));
		this.browser.executeScript("arguments[0].removeAttribute('maxlength')", find(NAME));
		fill(NAME, "x".repeat(10_000));
		follow(button("Save"));
		assertThat(heading()).isEqualTo("Web shop");
		assertThat(find(By.className("problem")).getText())
			.isEqualTo("A name has 1 to 100 characters, all of them printable.");
	}

	@Test
	void settingsAreForAdministratorsOnly() {
		signIn("alice");
		follow(By.linkText("Settings"));
		assertThat(heading()).isEqualTo("Settings of Acme");
		By contact = By.name("contact");
		find(contact).clear();
		find(contact).sendKeys("help@acme.test");
		follow(button("Save"));
		assertThat(find(By.className("notice")).getText()).isEqualTo("The settings are saved.");
		assertThat(find(contact).getDomProperty("value")).isEqualTo("help@acme.test");

		signIn("carol");
		expectStatus(403);
		open("/settings");
		assertThat(heading()).isEqualTo("This is not for you");
		assertThat(main()).contains("You would need org:manage.");
	}

	@Test
	void descriptionOfTheApiIsShown() {
		signIn("alice");
		open("/swagger-ui/index.html");
		find(By.className("opblock"));
		assertThat(texts(By.className("opblock-summary-path"))).anyMatch((path) -> path.contains("/api/"));
	}

}

package com.example.projecthub.browser;

import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.WindowType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What pages say about how they were decided, also while WorkOS does not answer.
 */
class DecisionTrailBrowserTests extends AbstractBrowserTests {

	@AfterEach
	void answerAgain() {
		signIn("alice");
		follow(button("answers"));
	}

	@Test
	void trailWhenTokenDecidesThenNamesRuleAndClaims() {
		signIn("alice");
		open("/settings");
		assertThat(trail()).contains("0 calls to WorkOS")
			.contains("SettingsPage.show")
			.contains("@RequiresPermission(\"org:manage\")");
		assertThat(decision("org:manage")).contains("organization", "granted", "claims");
	}

	@Test
	void trailWhenWorkOsDecidesThenNamesCalls() {
		signIn("carol");
		open("/projects/web");
		assertThat(trail()).contains("ProjectPages.show").contains("@RequiresPermission(\"project:view\")");
		assertThat(decision("project:view")).contains("project web", "granted", "remote");
		int calls = texts(By.cssSelector("#trail .path")).size();
		assertThat(calls).isPositive();
		assertThat(trail()).contains(calls + " calls to WorkOS");
	}

	@Test
	void trailWhenDeniedThenIsOnThePageThatSaysSo() {
		signIn("bob");
		expectStatus(403);
		open("/projects/web");
		assertThat(heading()).isEqualTo("This is not for you");
		assertThat(find(By.className("who")).getText()).isEqualTo("bob@acme.test");
		assertThat(trail()).contains("ProjectPages.show").contains("1 call to WorkOS");
		assertThat(decision("project:view")).contains("project web", "denied (missing permission)", "remote");
	}

	@Test
	void outageWhenTokenDecidesThenWorksWithNoticeAndElseIsUnavailable() {
		this.emulator.assignRole("om_bob", "project-editor", "project", "web");
		signIn("bob");
		follow(button("is down"));
		expectStatus(503);
		open("/projects/web");
		assertThat(heading()).isEqualTo("We cannot find out whether you may do this");
		assertThat(decision("project:view")).contains("project web", "unavailable");
		assertThat(trail()).contains("no answer");

		signIn("alice");
		open("/projects/web");
		assertThat(heading()).isEqualTo("Web shop");
		assertThat(find(By.className("problem")).getText())
			.isEqualTo("What else you may do here cannot be found out at the moment.");
		assertThat(actions()).isEmpty();

		follow(button("answers"));
		awaitPage("/projects/web", "Web shop");
		assertThat(actions()).containsExactly("Rename", "Share", "Archive", "New document");
		signIn("bob");
		awaitPage("/projects/web", "Web shop");
		assertThat(actions()).containsExactly("Rename", "New document");
	}

	/**
	 * After an outage WorkOS is left alone for a moment.
	 */
	private void awaitPage(String path, String heading) {
		await((browser) -> {
			open(path);
			return heading().equals(heading) && this.browser.findElements(By.className("problem")).isEmpty();
		});
	}

	@Test
	void outageWhenDialogIsAskedForThenIsAPageOfItsOwn() {
		signIn("carol");
		open("/projects/web");
		String tab = this.browser.getWindowHandle();
		this.browser.switchTo().newWindow(WindowType.TAB);
		open("/");
		follow(button("is down"));
		this.browser.switchTo().window(tab);
		expectStatus(503);
		click(By.linkText("Share"));
		awaitHeading("We cannot find out whether you may do this");
	}

	@Test
	void slownessIsSeenInTheTrail() {
		signIn("carol");
		follow(button("is slow"));
		assertThat(find(button("is slow")).getDomAttribute("aria-pressed")).isEqualTo("true");
		open("/projects/web");
		assertThat(heading()).isEqualTo("Web shop");
		assertThat(texts(By.cssSelector("#trail .path ~ .number"))).isNotEmpty()
			.allMatch((millis) -> Double.parseDouble(millis) >= 400);
	}

	private List<String> decision(String permission) {
		return texts(By.xpath("//*[@id='trail']//tr[td/code='" + permission + "'][1]/td"));
	}

}

package com.example.projecthub.browser;

import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.WindowType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * In, out, and from one organization to another.
 */
class SessionsBrowserTests extends AbstractBrowserTests {

	@Test
	void pageWhenNotSignedInThenComesAfterTheSignIn() {
		open("/projects/web");
		assertThat(this.browser.getCurrentUrl()).isEqualTo(url("/sign-in"));
		click(By.linkText("Sign in"));
		click(By.cssSelector("button[value=user_carol]"));
		awaitHeading("Web shop");
		assertThat(this.browser.getCurrentUrl()).isEqualTo(url("/projects/web"));
	}

	@Test
	void organizationWhenSwitchedThenShowsItsProjects() {
		signIn("grace", "acme");
		follow(By.linkText("Acme"));
		assertThat(heading()).isEqualTo("Your organizations");
		assertThat(find(button("Acme")).getDomAttribute("aria-current")).isEqualTo("true");
		assertThat(find(button("Globex")).getDomAttribute("aria-current")).isNull();
		follow(button("Globex"));
		awaitHeading("Your projects");
		assertThat(find(By.className("organization")).getText()).isEqualTo("Globex");
		assertThat(main()).contains("Reactor").doesNotContain("Budget");
		expectStatus(403);
		open("/projects/budget");
		assertThat(heading()).isEqualTo("This is not for you");
	}

	@Test
	void formWhenOrganizationWasSwitchedInAnotherTabThenIsRefused() {
		this.emulator.assignRole("om_grace_acme", "admin", "organization", "org_acme");
		this.emulator.assignRole("om_grace_globex", "admin", "organization", "org_globex");
		signIn("grace", "acme");
		open("/settings");
		String tab = this.browser.getWindowHandle();
		this.browser.switchTo().newWindow(WindowType.TAB);
		open("/organizations");
		follow(button("Globex"));
		awaitHeading("Your projects");
		this.browser.switchTo().window(tab);
		find(By.name("contact")).sendKeys(".mixed.up");
		expectStatus(409);
		follow(button("Save"));
		assertThat(heading()).isEqualTo("This form was shown in another organization");
		assertThat(main()).contains("Nothing was changed.");
		assertThat(
				this.jdbc.sql("select contact from organization_settings order by contact").query(String.class).list())
			.containsExactly("admin@acme.test", "admin@globex.test");
	}

	@Test
	void signOutWhenBackButtonIsPressedThenShowsNothing() {
		signIn("alice");
		follow(By.linkText("Web shop"));
		follow(button("Sign out"));
		assertThat(this.browser.getCurrentUrl()).isEqualTo(url("/sign-in"));
		this.browser.navigate().back();
		awaitHeading("Projects");
		assertThat(this.browser.getCurrentUrl()).isEqualTo(url("/sign-in"));
		assertThat(main()).doesNotContain("Web shop");
	}

	@Test
	void sessionWhenRevokedThenNextClickLeadsToTheSignIn() {
		signIn("carol");
		follow(button("Revoke my session"));
		// WorkOS tells the application of it with a webhook.
		await((browser) -> {
			if (!atEnd()) {
				open("/");
			}
			return atEnd();
		});
		assertThat(find(By.className("problem")).getText()).isEqualTo("Your session has ended. Please sign in again.");
		click(By.linkText("Sign in"));
		click(By.cssSelector("button[value=user_carol]"));
		awaitHeading("Your projects");
	}

	private boolean atEnd() {
		return this.browser.getCurrentUrl().equals(url("/sign-in?ended"));
	}

}

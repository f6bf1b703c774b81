package com.example.projecthub.pages;

import java.time.Duration;
import java.util.Map;

import com.workos.WorkOS;
import com.workos.session.SessionKt;
import io.github.fgaspring.autoconfigure.FgaProperties;
import io.github.fgaspring.emulator.traffic.Fault;
import org.awaitility.Awaitility;
import org.htmlunit.Page;
import org.htmlunit.html.HtmlPage;
import org.htmlunit.util.NameValuePair;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Who gets in, and who does not.
 */
class SignInTests extends AbstractPageTests {

	private static final String COOKIE = "wos-session";

	@Autowired
	private WorkOS workos;

	@Autowired
	private FgaProperties properties;

	@Test
	void pageWhenNotSignedInThenAfterwardsTheOneThatWasAskedFor() {
		Visitor alice = visitor();
		HtmlPage page = alice.open("/projects/web");
		assertThat(page.getUrl().getPath()).isEqualTo("/sign-in");
		page = alice.choose(alice.click(page, "Sign in"), "user_alice");
		assertThat(page.getUrl().getPath()).isEqualTo("/projects/web");
		assertThat(page.getUrl().getQuery()).isNull();
	}

	@Test
	void personInTwoOrganizationsChoosesOneAndCanChangeIt() {
		Visitor grace = visitor();
		HtmlPage page = grace.choose(grace.signIn("user_grace"), "org_globex");
		assertThat(page.asNormalizedText()).contains("Globex", "Reactor").doesNotContain("Budget");
		page = grace.click(grace.click(page, "Globex"), "Acme");
		assertThat(page.asNormalizedText()).contains("Acme", "Budget").doesNotContain("Reactor");
	}

	@Test
	void organizationWhenNotAMemberThenStaysInTheOther() {
		Visitor bob = bob();
		Page page = bob.post("/organizations", bob.csrfToken(), new NameValuePair("organizationId", "org_globex"));
		assertThat(((HtmlPage) page).asNormalizedText()).contains("You are not a member of this organization");
		assertThat(bob.open("/").asNormalizedText()).contains("Acme").doesNotContain("Globex");
	}

	@Test
	void sessionCookieIsOutOfReachOfScriptsAndOfOtherSites() {
		Visitor alice = visitor();
		HtmlPage callback = alice.signIn("user_alice");
		assertThat(callback.getUrl().getPath()).isEqualTo("/");
		assertThat(alice.cookie(COOKIE)).startsWith("Fe26.2*");
		assertThat(alice.attributes(COOKIE)).isEqualTo("HttpOnly; SameSite=lax");
	}

	@Test
	void pageWhenSignedOutThenNeitherThereNorInTheBrowsersMemory() {
		Visitor alice = alice();
		String kept = alice.cookie(COOKIE);
		HtmlPage home = alice.open("/");
		assertThat(home.getWebResponse().getResponseHeaderValue("Cache-Control")).contains("no-store");
		HtmlPage page = alice.click(home, "Sign out");
		assertThat(page.getUrl().getPath()).isEqualTo("/sign-in");
		assertThat(alice.cookie(COOKIE)).isNull();
		// Somebody has copied the cookie.
		alice.setCookie(COOKIE, kept);
		assertThat(alice.open("/").asNormalizedText()).contains("Sign in").doesNotContain("Web shop");
	}

	@Test
	void sessionWhenRevokedThenEndsWithTheNextRequest() {
		Visitor alice = alice();
		alice.click(alice.open("/"), "Revoke my session");
		Awaitility.await().untilAsserted(() -> assertThat(alice.open("/").getUrl().getPath()).isEqualTo("/sign-in"));
		assertThat(alice.cookie(COOKIE)).isNull();
	}

	@Test
	void tokenWhenExpiredThenRefreshed() {
		Visitor alice = withExpiredToken();
		String before = alice.cookie(COOKIE);
		assertThat(alice.open("/").asNormalizedText()).contains("Web shop");
		assertThat(alice.cookie(COOKIE)).startsWith("Fe26.2*").isNotEqualTo(before);
		// What the starter has sealed, the SDK can open.
		assertThat(alice.choose(alice.open("/organizations"), "org_acme").asNormalizedText()).contains("Web shop");
	}

	@Test
	void tokenWhenExpiredAndSessionHasEndedThenSignIn() {
		Visitor alice = withExpiredToken();
		this.workos.getUserManagement().listSessions("user_alice").data
			.forEach((session) -> this.workos.getUserManagement().revokeSession(session.getId()));
		assertThat(alice.open("/").getUrl().getPath()).isEqualTo("/sign-in");
		assertThat(alice.cookie(COOKIE)).isNull();
	}

	private Visitor withExpiredToken() {
		Duration longerThanTokensLive = Duration.ofHours(9);
		this.emulator.advanceClock(longerThanTokensLive.negated());
		Visitor alice = visitor();
		HtmlPage people = alice.open("/sign-in/authkit");
		alice.visit(alice.leadOf(people, "user_alice"));
		this.emulator.advanceClock(longerThanTokensLive);
		return alice;
	}

	@Test
	void pageWhenCookieIsForgedForeignOrExpiredThenSignIn() {
		String expired = this.emulator.sessionTokenBuilder("user_alice", "org_acme")
			.expiresAt(this.emulator.now().minus(Duration.ofHours(1)))
			.build();
		String foreign = this.emulator.sessionTokenBuilder("user_alice", "org_acme").foreignKey().build();
		String[] cookies = { "garbage", "Fe26.2*1*a*b*c**d*e~2", "%7B%7D", seal(expired), seal(foreign),
				seal(this.emulator.sessionToken("user_alice", "org_acme")).replace("Fe26.2*1", "Fe26.2*2"),
				"x".repeat(7000), "%00", "<script>alert(1)</script>" };
		for (String cookie : cookies) {
			for (String path : new String[] { "/", "/projects/web", "/settings", "/projects/web/people",
					"/documents/roadmap", "/organizations" }) {
				Visitor visitor = visitor();
				visitor.setCookie(COOKIE, cookie);
				HtmlPage page = visitor.open(path);
				assertThat(page.getUrl().getPath()).as(cookie + " at " + path).isEqualTo("/sign-in");
				assertThat(page.asNormalizedText()).contains("Your session has ended")
					.doesNotContain("Web shop", "Exception");
			}
		}
	}

	private String seal(String token) {
		return SessionKt.getSession(this.workos)
			.sealData(Map.of("accessToken", token, "refreshToken", "unknown"),
					this.properties.session().sealedCookie().password());
	}

	@Test
	void callbackWhenNotBegunHereThenNobodyIsSignedIn() {
		Visitor victim = visitor();
		for (String query : new String[] { "", "?code=stolen", "?code=stolen&state=guessed", "?state=guessed",
				"?error=access_denied" }) {
			HtmlPage page = victim.open("/callback" + query);
			assertThat(page.getUrl().getPath()).isEqualTo("/sign-in");
			assertThat(page.asNormalizedText()).contains("was not begun here");
		}
		// An attacker's own, valid code does not sign the victim in as the attacker.
		String callback = callback("user_dave");
		victim.open("/sign-in/authkit");
		assertThat(victim.open(callback).asNormalizedText()).contains("was not begun here");
		assertThat(victim.cookie(COOKIE)).isNull();
	}

	/**
	 * Where AuthKit sends the browser, which does not go there.
	 */
	private String callback(String user) {
		Visitor attacker = visitor();
		return attacker.leadOf(attacker.open("/sign-in/authkit"), user);
	}

	@Test
	void callbackWhenSentTwiceThenSignedInOnce() {
		Visitor alice = visitor();
		HtmlPage people = alice.open("/sign-in/authkit");
		String callback = alice.leadOf(people, "user_alice");
		assertThat(alice.open(callback).getUrl().getPath()).isEqualTo("/");
		assertThat(alice.open(callback).asNormalizedText()).contains("was not begun here");
	}

	@Test
	void signInWhenWorkOsIsDownThenSaysSo() {
		Visitor alice = visitor();
		HtmlPage people = alice.open("/sign-in/authkit");
		this.emulator.inject(Fault.on("POST", "/user_management/authenticate").resetConnection());
		HtmlPage page = alice.choose(people, "user_alice");
		assertThat(Visitor.status(page)).isEqualTo(503);
		assertThat(page.asNormalizedText()).doesNotContain("Exception");
	}

	@Test
	void signInWhenSessionWasKnownBeforeThenItIsAnother() {
		Visitor alice = visitor();
		alice.open("/sign-in/authkit");
		String before = alice.cookie("JSESSIONID");
		assertThat(before).isNotNull();
		alice.signIn("user_alice");
		assertThat(alice.cookie("JSESSIONID")).isNotEqualTo(before);
	}

}

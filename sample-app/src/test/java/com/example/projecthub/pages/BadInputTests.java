package com.example.projecthub.pages;

import java.util.Arrays;
import java.util.UUID;
import java.util.stream.Stream;

import org.htmlunit.Page;
import org.htmlunit.html.HtmlHeading1;
import org.htmlunit.html.HtmlPage;
import org.htmlunit.util.NameValuePair;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What people type, send twice, or are tricked into sending.
 */
class BadInputTests extends AbstractPageTests {

	static Stream<Form> forms() {
		return Stream.of(new Form("/sign-out"), new Form("/organizations", "organizationId", "org_acme"),
				new Form("/workspaces/engineering/projects", "id", UUID.randomUUID().toString(), "name", "New"),
				new Form("/projects/web/name", "name", "New"), new Form("/projects/web/archive"),
				new Form("/projects/web/documents", "id", UUID.randomUUID().toString(), "name", "New"),
				new Form("/documents/roadmap/title", "name", "New"),
				new Form("/projects/web/people", "membershipId", "om_bob", "role", "project-editor"),
				new Form("/projects/web/people/removal", "membershipId", "om_bob"),
				new Form("/settings", "contact", "new@acme.test"), new Form("/emulator/health", "health", "DOWN"),
				new Form("/emulator/revocation"));
	}

	@ParameterizedTest
	@MethodSource("forms")
	void formWithoutTokenAgainstForgedRequestsIsRefused(Form form) {
		Visitor alice = alice();
		Page page = alice.post(form.path(), form.fields());
		assertThat(Visitor.status(page)).isEqualTo(403);
		assertThat(((HtmlPage) page).asNormalizedText()).contains("This form was not sent from one of our pages");
		assertThat(alice.open("/projects/web").asNormalizedText()).contains("Web shop", "Archive", "Roadmap")
			.doesNotContain("New\n");
	}

	@ParameterizedTest
	@MethodSource("forms")
	void formWhenSignedOutLeadsToTheSignIn(Form form) {
		Visitor alice = alice();
		NameValuePair token = alice.csrfToken();
		alice.removeCookie("wos-session");
		Page page = alice.post(form.path(), form.fields(token));
		assertThat(page.getUrl().getPath()).isEqualTo("/sign-in");
	}

	static Stream<Form> formsOfAnOrganization() {
		return forms().filter((form) -> !form.path().startsWith("/sign-out") && !form.path().startsWith("/emulator"));
	}

	@ParameterizedTest
	@MethodSource("formsOfAnOrganization")
	void formOfAnotherOrganizationIsRefused(Form form) {
		Visitor dave = dave();
		Page page = dave.post(form.path(),
				form.fields(dave.csrfToken(), new NameValuePair("_organization", "org_acme")));
		// Whoever archives is asked about at WorkOS first, which knows no such project.
		int status = form.path().endsWith("/archive") ? 403 : 409;
		assertThat(Visitor.status(page)).isEqualTo(status);
		assertThat(((HtmlPage) page).asNormalizedText())
			.contains((status != 403) ? "This form was shown in another organization" : "This is not for you");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/projects/web", "/projects/payroll", "/projects/web/people", "/documents/roadmap",
			"/documents/salaries", "/projects/unknown", "/documents/unknown", "/projects/%F0%9F%98%80",
			"/projects/web'--", "/projects/%3Cscript%3E" })
	void addressOfAnotherOrganizationShowsNothingOfIt(String path) {
		HtmlPage page = dave().open(path);
		assertThat(Visitor.status(page)).isIn(400, 403, 404);
		assertThat(page.getWebResponse().getContentAsString()).doesNotContain("Web shop", "Payroll", "Roadmap",
				"Salaries", "acme.test", "Exception", "at com.example", "<script>alert");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/projects/..%2fweb", "/projects/web;a=b", "/projects/%00",
			"/projects/web%0d%0aX-Injected:1", "/%2e%2e/settings", "/projects/" + LONG })
	void addressThatIsNoneShowsNothing(String path) {
		Page page = alice().get(path);
		assertThat(Visitor.status(page)).isIn(400, 403, 404);
		assertThat(page.getWebResponse().getContentAsString()).doesNotContain("Exception", "at org.", "Web shop");
	}

	private static final String LONG = "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
			+ "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx";

	@ParameterizedTest
	@ValueSource(strings = { "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "${7*7}", "[[${7*7}]]",
			"__${7*7}__", "Ökonomie 😀 日本語", "'; drop table project; --", "O'Brien & Sons" })
	void nameIsShownAsItIs(String name) {
		Visitor alice = alice();
		HtmlPage page = alice.submit(alice.open("/projects/web"), "/projects/web/name", name);
		assertThat(page.getWebResponse().getContentAsString()).doesNotContain("<script>alert", "<img src=x");
		assertThat(page.<HtmlHeading1>getFirstByXPath("//h1").asNormalizedText()).isEqualTo(name);
		page = alice.submit(page, "/projects/web/documents", name);
		assertThat(page.getWebResponse().getContentAsString()).doesNotContain("<script>alert", "<img src=x");
		assertThat(page.asNormalizedText()).contains(name);
		assertThat(alice.open("/").asNormalizedText()).contains(name);
	}

	@Test
	void nameWhenNoneThenSaysWhatIsWrongAndKeepsIt() {
		Visitor alice = alice();
		for (String name : new String[] { "", "   ", "x".repeat(101), "x".repeat(10_000), "a\u0000b", "a\nb" }) {
			Page page = alice.post("/projects/web/name", alice.csrfToken(), new NameValuePair("name", name));
			assertThat(((HtmlPage) page).asNormalizedText()).contains("A name has 1 to 100 characters", "Web shop");
		}
		String tooLong = "y".repeat(101);
		HtmlPage page = (HtmlPage) alice.post("/projects/web/name", alice.csrfToken(),
				new NameValuePair("name", tooLong));
		assertThat(page.getWebResponse().getContentAsString()).contains(tooLong);
		assertThat(((HtmlPage) alice.post("/settings", alice.csrfToken(), new NameValuePair("contact", "nobody")))
			.asNormalizedText()).contains("This is no email address");
	}

	@Test
	void formWhenSentTwiceThenDoneOnce() {
		Visitor alice = alice();
		HtmlPage home = alice.open("/");
		alice.submit(home, "/workspaces/engineering/projects", "Twice");
		alice.submit(home, "/workspaces/engineering/projects", "Twice");
		assertThat(alice.open("/").getByXPath("//a[.='Twice']")).hasSize(1);
		HtmlPage project = alice.open("/projects/web");
		alice.submit(project, "/projects/web/documents", "Twice");
		HtmlPage again = alice.submit(project, "/projects/web/documents", "Twice");
		assertThat(again.getByXPath("//a[.='Twice']")).hasSize(1);
		alice.click(project, "Archive");
		assertThat(Visitor.status(alice.open("/projects/web"))).isEqualTo(200);
	}

	@Test
	void shareWithSomebodyOfAnotherOrganizationOrAnotherRoleIsRefused() {
		Visitor carol = carol();
		NameValuePair token = carol.csrfToken();
		assertThat(Visitor.status(carol.post("/projects/web/people", token,
				new NameValuePair("membershipId", "om_dave"), new NameValuePair("role", "project-editor"))))
			.isEqualTo(404);
		for (String role : new String[] { "workspace-admin", "admin", "", "project-owner" }) {
			assertThat(Visitor.status(carol.post("/projects/web/people", token,
					new NameValuePair("membershipId", "om_bob"), new NameValuePair("role", role))))
				.isEqualTo(400);
		}
		assertThat(Visitor.status(carol.post("/projects/payroll/people", token,
				new NameValuePair("membershipId", "om_bob"), new NameValuePair("role", "project-editor"))))
			.isEqualTo(403);
		assertThat(Visitor.status(bob().open("/projects/web"))).isEqualTo(403);
	}

	@Test
	void formWithWhatIsNoValueIsRefusedWithoutAStackTrace() {
		Visitor alice = alice();
		NameValuePair token = alice.csrfToken();
		for (Form form : new Form[] { new Form("/workspaces/engineering/projects", "id", "no-uuid", "name", "x"),
				new Form("/workspaces/engineering/projects", "name", "x"), new Form("/emulator/health", "health", "x"),
				new Form("/projects/web/people"), new Form("/organizations") }) {
			Page page = alice.post(form.path(), form.fields(token));
			assertThat(Visitor.status(page)).as(form.path()).isEqualTo(400);
			assertThat(page.getWebResponse().getContentAsString()).doesNotContain("Exception", "at org.");
		}
		alice.post("/emulator/health", token, new NameValuePair("health", "WELL"),
				new NameValuePair("page", "//evil.test"));
		Page page = alice.post("/emulator/health", token, new NameValuePair("health", "WELL"),
				new NameValuePair("page", "https://evil.test"));
		assertThat(page.getUrl().getHost()).isEqualTo("localhost");
	}

	@Test
	void formInAnotherTabWhenOrganizationHasChangedThenRefusedAndNothingChanged() {
		this.emulator.assignRole("om_grace_globex", "admin", "organization", "org_globex");
		this.emulator.assignRole("om_grace_acme", "admin", "organization", "org_acme");
		Visitor grace = visitor();
		HtmlPage settingsOfAcme = grace.click(grace.choose(grace.signIn("user_grace"), "org_acme"), "Settings");
		grace.choose(grace.open("/organizations"), "org_globex");
		HtmlPage page = grace.submit(settingsOfAcme, "/settings", "mixed-up@acme.test");
		assertThat(Visitor.status(page)).isEqualTo(409);
		assertThat(grace.open("/settings").getWebResponse().getContentAsString()).contains("admin@globex.test");
	}

	/**
	 * A form and what is in it.
	 *
	 * @param path where it goes
	 * @param values names and values in turns
	 */
	record Form(String path, String... values) {

		NameValuePair[] fields(NameValuePair... more) {
			NameValuePair[] fields = Arrays.copyOf(more, more.length + this.values.length / 2);
			for (int i = 0; i < this.values.length; i += 2) {
				fields[more.length + i / 2] = new NameValuePair(this.values[i], this.values[i + 1]);
			}
			return fields;
		}

		@Override
		public String toString() {
			return this.path;
		}

	}

}

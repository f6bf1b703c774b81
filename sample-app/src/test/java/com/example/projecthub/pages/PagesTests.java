package com.example.projecthub.pages;

import java.util.List;

import io.github.fgaspring.emulator.traffic.Fault;
import org.htmlunit.html.HtmlPage;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What people see and do, each with their own permissions.
 */
class PagesTests extends AbstractPageTests {

	@Test
	void homeShowsWhatThePersonMaySee() {
		assertThat(alice().open("/").asNormalizedText()).contains("Engineering", "Web shop", "Mobile app", "Finance",
				"Payroll", "Budget", "New project", "Settings");
		assertThat(bob().open("/").asNormalizedText()).contains("Nothing is shared with you yet")
			.doesNotContain("Web shop", "Payroll", "New project", "Settings");
		assertThat(carol().open("/").asNormalizedText())
			.contains("Engineering", "Web shop", "Mobile app", "New project")
			.doesNotContain("Finance", "Payroll", "Settings");
		assertThat(dave().open("/").asNormalizedText()).contains("Plant", "Reactor").doesNotContain("Web shop");
	}

	@Test
	void projectHasTheButtonsThatThePersonMayUse() {
		assertThat(buttons(alice().open("/projects/web"))).containsExactlyInAnyOrder("Rename", "Share", "Archive",
				"New document");
		assertThat(buttons(carol().open("/projects/web"))).containsExactlyInAnyOrder("Rename", "Share", "New document");
		this.emulator.assignRole("om_bob", "project-viewer", "project", "web");
		HtmlPage bobs = bob().open("/projects/web");
		assertThat(buttons(bobs)).isEmpty();
		assertThat(bobs.asNormalizedText()).contains("Roadmap", "Launch checklist");
	}

	private static List<String> buttons(HtmlPage page) {
		return List.of("Rename", "Share", "Archive", "New document")
			.stream()
			.filter((text) -> !page
				.getByXPath(
						"//main//*[self::summary or self::button or self::a][normalize-space()='%s']".formatted(text))
				.isEmpty())
			.toList();
	}

	@Test
	void projectWhenSharedThenSeenWithTheNextRequestAndGoneWhenTakenAway() {
		Visitor carol = carol();
		Visitor bob = bob();
		assertThat(Visitor.status(bob.open("/projects/web"))).isEqualTo(403);
		HtmlPage people = carol.click(carol.open("/projects/web"), "Share");
		assertThat(people.asNormalizedText()).contains("bob@acme.test").doesNotContain("dave@globex.test");
		people = carol.press(people, "Make bob@acme.test an editor");
		assertThat(people.asNormalizedText()).contains("project-editor");
		assertThat(buttons(bob.open("/projects/web"))).containsExactlyInAnyOrder("Rename", "New document");
		people = carol.press(people, "Make bob@acme.test a viewer");
		assertThat(people.asNormalizedText()).contains("project-viewer").doesNotContain("project-editor");
		assertThat(buttons(bob.open("/projects/web"))).isEmpty();
		carol.press(people, "Remove bob@acme.test");
		assertThat(Visitor.status(bob.open("/projects/web"))).isEqualTo(403);
	}

	@Test
	void projectWhenCreatedThenThereAndAtWorkOs() {
		Visitor carol = carol();
		HtmlPage created = carol.submit(carol.open("/"), "/workspaces/engineering/projects", "Search");
		assertThat(created.asNormalizedText()).contains("Search", "No document yet");
		assertThat(carol.open("/").asNormalizedText()).contains("Search");
		assertThat(buttons(created)).contains("Rename", "Share");
	}

	@Test
	void projectWhenRenamedAndArchivedThenShown() {
		Visitor alice = alice();
		HtmlPage page = alice.submit(alice.open("/projects/web"), "/projects/web/name", "Shop");
		assertThat(page.asNormalizedText()).contains("Shop").doesNotContain("Web shop");
		page = alice.click(page, "Archive");
		assertThat(page.asNormalizedText()).contains("The project is archived.");
		assertThat(buttons(page)).containsExactly("Share");
	}

	@Test
	void documentWhenAddedAndRenamedThenShown() {
		Visitor carol = carol();
		HtmlPage page = carol.submit(carol.open("/projects/web"), "/projects/web/documents", "Plan");
		page = carol.click(page, "Plan");
		page = carol.submit(page, page.getUrl().getPath() + "/title", "Plan B");
		assertThat(page.asNormalizedText()).contains("Plan B");
		this.emulator.assignRole("om_bob", "project-viewer", "project", "web");
		assertThat(bob().open(page.getUrl().getPath()).asNormalizedText()).contains("Plan B").doesNotContain("Rename");
	}

	@Test
	void settingsAreForAdministrators() {
		Visitor alice = alice();
		HtmlPage page = alice.submit(alice.click(alice.open("/"), "Settings"), "/settings", "help@acme.test");
		assertThat(page.asNormalizedText()).contains("The settings are saved.");
		assertThat(page.getWebResponse().getContentAsString()).contains("help@acme.test");
		assertThat(Visitor.status(bob().open("/settings"))).isEqualTo(403);
		assertThat(bob().open("/settings").asNormalizedText()).contains("org:manage");
		assertThat(dave().open("/settings").getWebResponse().getContentAsString()).doesNotContain("help@acme.test");
	}

	@Test
	void trailSaysHowThePageWasDecided() {
		this.emulator.assignRole("om_bob", "project-viewer", "project", "web");
		Visitor bob = bob();
		assertThat(trail(bob.open("/projects/web"))).contains("ProjectPages.show",
				"@RequiresPermission(\"project:view\")", "granted remote",
				"POST /authorization/organization_memberships/{membershipId}/check");
		assertThat(trail(bob.open("/settings"))).contains("SettingsPage.show", "@RequiresPermission(\"org:manage\")",
				"denied (missing permission) claims", "0 calls to WorkOS");
		Visitor alice = alice();
		assertThat(trail(alice.open("/"))).contains("HomePage.show", "granted claims", "0 calls to WorkOS");
		assertThat(trail(alice.submit(alice.open("/projects/web"), "/projects/web/name", "Shop")))
			.contains("What led here", "ProjectPages.rename", "@RequiresPermission(\"project:edit\")");
	}

	private static String trail(HtmlPage page) {
		return page.getElementById("trail").asNormalizedText().replaceAll("\\s+", " ");
	}

	@Test
	void outageIsToldFromADenial() {
		Visitor alice = alice();
		Visitor bob = bob();
		HtmlPage page = alice.click(alice.open("/"), "is down");
		assertThat(page.asNormalizedText()).contains("Web shop");
		page = alice.open("/projects/web");
		assertThat(page.asNormalizedText()).contains("Roadmap", "cannot be found out at the moment");
		assertThat(buttons(page)).isEmpty();
		page = bob.open("/projects/web");
		assertThat(Visitor.status(page)).isEqualTo(503);
		assertThat(page.getWebResponse().getResponseHeaderValue("Retry-After")).isEqualTo("5");
		assertThat(page.asNormalizedText()).contains("That is no denial", "unavailable");
		assertThat(Visitor.status(bob.open("/"))).isEqualTo(503);
		page = alice.submit(alice.open("/settings"), "/settings", "still@acme.test");
		assertThat(page.asNormalizedText()).contains("The settings are saved.");
		alice.click(page, "answers");
		assertThat(buttons(alice.open("/projects/web"))).contains("Rename");
	}

	@Test
	void changeWhenWorkOsIsDownThenSaysSoAndNothingIsLost() {
		Visitor alice = alice();
		HtmlPage home = alice.open("/");
		this.emulator.inject(Fault.on("POST", "/authorization/resources").resetConnection());
		HtmlPage page = alice.submit(home, "/workspaces/engineering/projects", "Search");
		assertThat(Visitor.status(page)).isEqualTo(503);
		this.emulator.clearFaults();
		assertThat(alice.open("/").asNormalizedText()).doesNotContain("Search");
		assertThat(alice.submit(home, "/workspaces/engineering/projects", "Search").asNormalizedText())
			.contains("Search", "No document yet");
	}

	@Test
	void changeWhenWorkOsRefusesItThenToldFromAnOutage() {
		Visitor alice = alice();
		HtmlPage home = alice.open("/");
		this.emulator.inject(Fault.on("POST", "/authorization/resources").status(422));
		assertThat(Visitor.status(alice.submit(home, "/workspaces/engineering/projects", "Search"))).isEqualTo(409);
		for (int status : new int[] { 401, 403, 429, 500 }) {
			this.emulator.clearFaults();
			this.emulator.inject(Fault.on("POST", "/authorization/resources").status(status));
			assertThat(Visitor.status(alice.submit(home, "/workspaces/engineering/projects", "Search")))
				.as("%d", status)
				.isEqualTo(503);
		}
	}

	@Test
	void descriptionOfTheApiIsThere() {
		Visitor alice = alice();
		assertThat(alice.get("/v3/api-docs").getWebResponse().getContentAsString())
			.contains("/api/projects/{projectId}")
			.doesNotContain("\"/projects/{projectId}\"");
		assertThat(Visitor.status(alice.get("/swagger-ui/index.html"))).isEqualTo(200);
	}

}

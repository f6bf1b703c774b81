package com.example.projecthub.browser;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What each of the five people sees, and what not.
 */
class PersonasBrowserTests extends AbstractBrowserTests {

	@Test
	void aliceAdministersAcmeAndMayDoEverythingThere() {
		signIn("alice");
		assertThat(navigation()).containsExactly("Settings", "Acme");
		assertThat(workspaces()).isEqualTo(
				Map.of("Engineering", List.of("Mobile app", "Web shop"), "Finance", List.of("Budget", "Payroll")));
		assertThat(actions()).containsExactly("New project", "New project");
		follow(By.linkText("Web shop"));
		assertThat(actions()).containsExactly("Rename", "Share", "Archive", "New document");
		expectStatus(404);
		open("/projects/reactor");
		assertThat(heading()).isEqualTo("There is no such page");
	}

	@Test
	void bobSeesNoProject() {
		signIn("bob");
		assertThat(navigation()).containsExactly("Acme");
		assertThat(workspaces()).isEmpty();
		assertThat(main()).contains("Nothing is shared with you yet.");
		assertThat(actions()).isEmpty();
		expectStatus(403);
		for (String path : List.of("/projects/web", "/projects/web/people", "/documents/roadmap", "/settings",
				"/projects/reactor")) {
			open(path);
			assertThat(heading()).as(path).isEqualTo("This is not for you");
		}
	}

	@Test
	void carolRunsEngineeringAndSeesNothingOfFinance() {
		signIn("carol");
		assertThat(navigation()).containsExactly("Acme");
		assertThat(workspaces()).isEqualTo(Map.of("Engineering", List.of("Mobile app", "Web shop")));
		assertThat(actions()).containsExactly("New project");
		follow(By.linkText("Web shop"));
		assertThat(actions()).containsExactly("Rename", "Share", "New document");
		expectStatus(403);
		open("/projects/payroll");
		assertThat(heading()).isEqualTo("This is not for you");
		assertThat(main()).contains("You would need project:view.");
	}

	@Test
	void daveAdministersGlobexAndSeesNothingOfAcme() {
		signIn("dave");
		assertThat(navigation()).containsExactly("Settings", "Globex");
		assertThat(workspaces()).isEqualTo(Map.of("Plant", List.of("Reactor")));
		expectStatus(404);
		open("/projects/web");
		assertThat(heading()).isEqualTo("There is no such page");
	}

	@Test
	void graceChoosesOneOfTwoOrganizations() {
		signIn("grace", "acme");
		assertThat(navigation()).containsExactly("Acme");
		assertThat(workspaces()).isEqualTo(Map.of("Finance", List.of("Budget")));
		assertThat(actions()).isEmpty();
		follow(By.linkText("Budget"));
		assertThat(actions()).as("a viewer").isEmpty();
		assertThat(main()).contains("Forecast");

		signIn("grace", "globex");
		assertThat(navigation()).containsExactly("Globex");
		assertThat(workspaces()).isEqualTo(Map.of("Plant", List.of("Reactor")));
		follow(By.linkText("Reactor"));
		assertThat(actions()).as("an editor").containsExactly("Rename", "New document");
	}

	private List<String> navigation() {
		return texts(By.cssSelector("nav a"));
	}

	private Map<String, List<String>> workspaces() {
		return this.browser.findElements(By.className("workspace"))
			.stream()
			.collect(Collectors.toMap((section) -> section.findElement(By.tagName("h2")).getText(),
					(section) -> section.findElements(By.cssSelector(".cards a"))
						.stream()
						.map((link) -> link.getText())
						.toList()));
	}

}

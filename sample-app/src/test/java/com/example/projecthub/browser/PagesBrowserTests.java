package com.example.projecthub.browser;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

import io.github.fgaspring.emulator.traffic.Fault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.openqa.selenium.By;

import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every page in light and dark colours and on a phone: nothing that axe finds to be in
 * the way of somebody, nothing wider than the screen, and a picture in
 * {@code target/screenshots}.
 */
class PagesBrowserTests extends AbstractBrowserTests {

	private static final Path SCREENSHOTS = Path.of("target", "screenshots");

	@ParameterizedTest
	@EnumSource
	void pageIsForEverybodyAndEveryScreen(Page page) throws IOException {
		expectStatus(page.status);
		page.open.accept(this);
		for (Look look : Look.values()) {
			look(look);
			this.browser.executeScript("document.getAnimations().forEach((animation) => animation.finish())");
			savePicture(page.name().toLowerCase(Locale.ROOT).replace('_', '-') + "-" + look.suffix());
			assertThat(violations()).as("%s, %s", page, look).isEmpty();
			assertThat((Long) this.browser.executeScript("return document.documentElement.scrollWidth"))
				.as("%s, %s", page, look)
				.isLessThanOrEqualTo(look.width());
			assertThat(brightness()).as("%s, %s", page, look).satisfies((brightness) -> {
				if (look == Look.DARK) {
					assertThat(brightness).isLessThan(64);
				}
				else {
					assertThat(brightness).isGreaterThan(192);
				}
			});
		}
	}

	@Test
	void scriptWhenNotOfOursThenIsNotRunAndTheConsoleSaysSo() {
		signIn("alice");
		this.browser.executeScript("""
				const script = document.createElement('script');
				script.textContent = "document.title = 'owned'";
				document.body.append(script);""");
		assertThat(this.browser.getTitle()).isEqualTo("Home – Projects");
		assertThat(complaints()).singleElement()
			.satisfies((entry) -> assertThat(entry.getMessage()).contains("Content Security Policy"));
	}

	private List<?> violations() throws IOException {
		this.browser.executeScript(axe().getContentAsString(StandardCharsets.UTF_8));
		return (List<?>) this.browser.executeAsyncScript("""
				const done = arguments[arguments.length - 1];
				axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'] }).then(
					(results) => done(results.violations.map((violation) =>
						violation.id + ': ' + violation.nodes.map((node) => node.html + ' ' + node.failureSummary))),
					(problem) => done([String(problem)]));
				""");
	}

	private static Resource axe() throws IOException {
		return new PathMatchingResourcePatternResolver()
			.getResources("classpath*:META-INF/resources/webjars/axe-core/*/axe.min.js")[0];
	}

	private Long brightness() {
		return (Long) this.browser.executeScript("""
				return Math.max(...getComputedStyle(document.body).backgroundColor.match(/\\d+/g).slice(0, 3))""");
	}

	private void savePicture(String name) throws IOException {
		Map<?, ?> size = (Map<?, ?>) this.browser.executeCdpCommand("Page.getLayoutMetrics", Map.of())
			.get("cssContentSize");
		Map<String, Object> picture = this.browser.executeCdpCommand("Page.captureScreenshot",
				Map.of("captureBeyondViewport", true, "clip",
						Map.of("x", 0, "y", 0, "width", size.get("width"), "height", size.get("height"), "scale", 1)));
		Files.createDirectories(SCREENSHOTS);
		Files.write(SCREENSHOTS.resolve(name + ".png"), Base64.getDecoder().decode((String) picture.get("data")));
	}

	/**
	 * The pages, and how one gets there.
	 */
	enum Page {

		SIGN_IN((test) -> test.open("/")),

		SIGN_IN_AFTER_THE_END((test) -> test.open("/sign-in?ended")),

		HOSTED_SIGN_IN((test) -> test.open("/sign-in/authkit")),

		HOSTED_ORGANIZATIONS((test) -> test.signIn("grace")),

		HOME((test) -> {
			test.jdbc.sql("update project set archived = true where id = 'mobile'").update();
			test.signIn("alice");
		}),

		HOME_WITH_FORM((test) -> {
			test.signIn("carol");
			test.click(summary("New project"));
		}),

		HOME_WITHOUT_PROJECTS((test) -> test.signIn("bob")),

		ORGANIZATIONS((test) -> {
			test.signIn("grace", "acme");
			test.open("/organizations");
		}),

		PROJECT((test) -> {
			test.signIn("carol");
			test.open("/projects/web");
		}),

		PROJECT_WITH_FORMS((test) -> {
			test.signIn("alice");
			test.open("/projects/web");
			test.click(summary("Rename"));
			test.click(summary("New document"));
		}),

		PROJECT_AFTER_FORM((test) -> {
			test.signIn("alice");
			test.open("/projects/web");
			test.follow(button("Archive"));
		}),

		PROJECT_WITH_LONG_NAMES((test) -> {
			String name = "Donaudampfschifffahrtsgesellschaft".repeat(3).substring(0, 100);
			test.jdbc.sql("update project set name = ?").param(name).update();
			test.jdbc.sql("update document set title = ?").param(name).update();
			test.signIn("alice");
			test.open("/projects/web");
		}),

		SHARE_DIALOG((test) -> {
			test.emulator.assignRole("om_bob", "project-editor", "project", "web");
			test.signIn("carol");
			test.open("/projects/web");
			test.click(By.linkText("Share"));
			test.find(By.id("people-title"));
		}),

		PEOPLE((test) -> {
			test.signIn("carol");
			test.open("/projects/web/people");
		}),

		DOCUMENT((test) -> {
			test.signIn("carol");
			test.open("/documents/roadmap");
		}),

		SETTINGS((test) -> {
			test.signIn("alice");
			test.open("/settings");
		}),

		DENIED(403, (test) -> {
			test.signIn("bob");
			test.open("/projects/web");
		}),

		NOT_FOUND(404, (test) -> {
			test.signIn("alice");
			test.open("/nothing");
		}),

		CONFLICT(409, (test) -> {
			test.signIn("alice");
			test.open("/settings");
			test.browser.executeScript("document.querySelector('[name=_organization]').value = 'org_globex'");
			test.follow(button("Save"));
		}),

		UNAVAILABLE(503, (test) -> {
			test.signIn("carol");
			test.emulator.inject(Fault.on("/authorization/**").resetConnection());
			test.open("/projects/web");
		});

		private final Integer status;

		private final Consumer<PagesBrowserTests> open;

		Page(Consumer<PagesBrowserTests> open) {
			this(200, open);
		}

		Page(Integer status, Consumer<PagesBrowserTests> open) {
			this.status = status;
			this.open = open;
		}

	}

}

package com.example.cookbook;

import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The recipe for 404 on some paths only.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, classes = HiddenProjectsTests.Application.class)
class HiddenProjectsTests extends AbstractCookbookTests {

	@Test
	void deniedWhenPathIsSecretThenNotFoundElseForbidden() {
		assertThat(get("/projects/shop")).hasStatus(404).bodyJson().extractingPath("$.code").isEqualTo("not_found");
		assertThat(post("/projects/shop/archive", "{}")).hasStatus(404);
		assertThat(get("/documents?projectId=shop")).hasStatus(403);
		assertThat(get("/projects/web")).hasStatusOk();
		assertThat(this.mvc.get().uri("/projects/web")).hasStatus(401);
	}

	@Configuration(proxyBeanMethods = false)
	@Import({ CookbookApplication.class, HiddenProjectsConfiguration.class, Archive.class, ArchiveController.class })
	static class Application {

	}

}

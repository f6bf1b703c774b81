package com.example.cookbook;

import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.resttestclient.autoconfigure.AutoConfigureRestTestClient;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What happens to uploaded forms by default: Spring MVC reads them first of all.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, classes = EagerUploadTests.Application.class,
		properties = "spring.servlet.multipart.max-file-size=3B")
@AutoConfigureRestTestClient
class EagerUploadTests extends AbstractCookbookTests {

	@Autowired
	private RestTestClient client;

	@Test
	void formWhenItIsTooLargeThenThatIsSeenBeforeTheDecision() {
		this.client.post()
			.uri("/projects/shop/files")
			.headers((headers) -> headers.setBearerAuth(bob()))
			.contentType(MediaType.parseMediaType(UploadRecipeTests.MULTIPART))
			.body(UploadRecipeTests.FORM)
			.exchange()
			.expectStatus()
			.isEqualTo(413);
		assertThat(calls()).isZero();
	}

	@Configuration(proxyBeanMethods = false)
	@Import({ CookbookApplication.class, UploadController.class })
	static class Application {

	}

}

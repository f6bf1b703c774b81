package com.example.cookbook;

import io.github.fgaspring.emulator.FgaEmulator;
import io.github.fgaspring.test.EnableFgaEmulator;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MockMvcTester.MockMvcRequestBuilder;

/**
 * Recipes at work in an application. Bob has a role on the project {@code web}, and none
 * on {@code shop}.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@AutoConfigureMockMvc
@EnableFgaEmulator(seed = "classpath:cookbook.yaml")
abstract class AbstractCookbookTests {

	@Autowired
	MockMvcTester mvc;

	@Autowired
	FgaEmulator emulator;

	MockMvcRequestBuilder get(String uri, String... permissions) {
		return request(HttpMethod.GET, uri, permissions);
	}

	MockMvcRequestBuilder post(String uri, String body, String... permissions) {
		return request(HttpMethod.POST, uri, permissions).contentType(MediaType.APPLICATION_JSON).content(body);
	}

	/**
	 * A request of Bob, whose token has the given permissions.
	 */
	MockMvcRequestBuilder request(HttpMethod method, String uri, String... permissions) {
		return this.mvc.method(method).uri(uri).header("Authorization", "Bearer " + bob(permissions));
	}

	String bob(String... permissions) {
		return this.emulator.sessionTokenBuilder("user_bob", "org_acme").claim("permissions", permissions).build();
	}

	int calls() {
		return this.emulator.requests("/authorization/**").size();
	}

}

package com.example.projecthub.foreign;

import java.util.stream.Stream;

import com.example.projecthub.DocumentedAnswers;
import com.example.projecthub.ProjectHubApplication;
import io.github.fgaspring.emulator.FgaEmulator;
import io.github.fgaspring.test.EnableFgaEmulator;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.resttestclient.autoconfigure.AutoConfigureRestTestClient;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient;

/**
 * The sample with tokens of an identity provider that has nothing to do with WorkOS: the
 * same controllers, the same rules.
 */
@SpringBootTest(classes = ProjectHubApplication.class, webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "spring.datasource.url=jdbc:h2:mem:${random.uuid};DB_CLOSE_DELAY=-1",
				"spring.sql.init.schema-locations=classpath:schema.sql,classpath:schema-standalone.sql",
				"spring.sql.init.data-locations=classpath:data.sql,classpath:data-standalone.sql",
				"fga.membership.user-ids=external", "fga.membership.organization-ids=external" })
@AutoConfigureRestTestClient
@EnableFgaEmulator
abstract class AbstractForeignTokenTests {

	static final IdentityProvider provider = IdentityProvider.start();

	@Autowired
	FgaEmulator emulator;

	@Autowired
	private RestTestClient client;

	/**
	 * What the four people must get.
	 */
	abstract DocumentedAnswers expected();

	@TestFactory
	Stream<DynamicTest> requestsAreAnsweredAsDocumented() {
		return expected()
			.tests((person, request) -> send(provider.token(person), request.method(), request.path(), request.body()));
	}

	@Test
	void tokenWhenSignedBySomebodyElseThenUnauthorized() {
		try (IdentityProvider impostor = IdentityProvider.start()) {
			assertStatus(401, impostor.token("alice"));
		}
	}

	@Test
	void tokenWhenOfAnotherIssuerThenUnauthorized() {
		assertStatus(401, provider.token("alice", "https://id.acme.example/realms/customers"));
		assertStatus(401, provider.token("alice", this.emulator.baseUrl().toString()));
	}

	void assertStatus(int status, String token) {
		this.client.get()
			.uri("/api/me")
			.header("Authorization", "Bearer " + token)
			.exchange()
			.expectStatus()
			.isEqualTo(status);
	}

	private int send(String token, String method, String path, String body) {
		RestTestClient.RequestBodySpec request = this.client.method(HttpMethod.valueOf(method))
			.uri(path)
			.header("Authorization", "Bearer " + token);
		return ((body != null) ? request.contentType(MediaType.APPLICATION_JSON).body(body) : request).exchange()
			.returnResult()
			.getStatus()
			.value();
	}

}

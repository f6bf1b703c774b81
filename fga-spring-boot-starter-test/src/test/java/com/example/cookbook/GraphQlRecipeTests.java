package com.example.cookbook;

import java.nio.charset.StandardCharsets;
import java.util.List;

import io.github.fgaspring.emulator.traffic.Fault;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.graphql.data.method.annotation.support.AnnotatedControllerConfigurer;
import org.springframework.graphql.execution.DefaultExecutionGraphQlService;
import org.springframework.graphql.execution.GraphQlSource;
import org.springframework.graphql.execution.SecurityDataFetcherExceptionResolver;
import org.springframework.graphql.server.WebGraphQlHandler;
import org.springframework.graphql.server.webmvc.GraphQlHttpHandler;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Controller;
import org.springframework.test.web.servlet.assertj.MockMvcTester.MockMvcRequestBuilder;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerResponse;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The recipe for GraphQL, with what Spring Boot would configure.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, classes = GraphQlRecipeTests.Application.class,
		properties = "fga.web.undeclared-handlers=deny")
class GraphQlRecipeTests extends AbstractCookbookTests {

	@Test
	void queryWhenPermittedThenData() {
		assertThat(query("web")).hasStatusOk()
			.bodyJson()
			.isStrictlyEqualTo("{\"data\": {\"project\": {\"name\": \"Web\"}}}");
		assertThat(calls()).isOne();
	}

	@Test
	void queryWhenDeniedThenErrorInTheAnswer() {
		assertThat(query("shop")).hasStatusOk()
			.bodyJson()
			.isLenientlyEqualTo(
					"{\"errors\": [{\"extensions\": {\"classification\": \"FORBIDDEN\"}}], \"data\": {\"project\": null}}");
		assertThat(calls()).isOne();
	}

	@Test
	void queryWhenWorkOsIsOutThenErrorInTheAnswer() {
		this.emulator.inject(Fault.on("/authorization/**").status(500));
		assertThat(query("web")).hasStatusOk()
			.bodyJson()
			.isLenientlyEqualTo(
					"{\"errors\": [{\"extensions\": {\"classification\": \"INTERNAL_ERROR\"}}], \"data\": {\"project\": null}}");
	}

	@Test
	void queryWhenMethodHasNoRuleThenEntered() {
		assertThat(post("/graphql", "{\"query\": \"{ undeclared }\"}").accept(MediaType.APPLICATION_JSON)).bodyJson()
			.isStrictlyEqualTo("{\"data\": {\"undeclared\": \"entered\"}}");
	}

	@Test
	void queryWhenNoTokenThenUnauthorized() {
		assertThat(this.mvc.post().uri("/graphql").contentType(MediaType.APPLICATION_JSON).content("{}"))
			.hasStatus(401);
	}

	private MockMvcRequestBuilder query(String projectId) {
		return post("/graphql", "{\"query\": \"{ project(id: \\\"" + projectId + "\\\") { name } }\"}")
			.accept(MediaType.APPLICATION_JSON);
	}

	@Configuration(proxyBeanMethods = false)
	@Import({ CookbookApplication.class, ProjectGraphQlController.class, UndeclaredController.class })
	static class Application {

		@Bean
		AnnotatedControllerConfigurer annotatedControllerConfigurer() {
			return new AnnotatedControllerConfigurer();
		}

		@Bean
		RouterFunction<ServerResponse> graphQl(AnnotatedControllerConfigurer controllers) {
			String schema = "type Query { undeclared: String project(id: ID!): Project } type Project { id: ID! name: String! }";
			GraphQlSource source = GraphQlSource.schemaResourceBuilder()
				.schemaResources(new ByteArrayResource(schema.getBytes(StandardCharsets.UTF_8)))
				.configureRuntimeWiring(controllers)
				.exceptionResolvers(List.of(new SecurityDataFetcherExceptionResolver()))
				.build();
			WebGraphQlHandler handler = WebGraphQlHandler.builder(new DefaultExecutionGraphQlService(source)).build();
			return RouterFunctions.route().POST("/graphql", new GraphQlHttpHandler(handler)::handleRequest).build();
		}

	}

	@Controller
	static class UndeclaredController {

		@QueryMapping
		String undeclared() {
			return "entered";
		}

	}

}

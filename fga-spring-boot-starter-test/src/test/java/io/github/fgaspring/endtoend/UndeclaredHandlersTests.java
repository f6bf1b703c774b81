package io.github.fgaspring.endtoend;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

import io.github.fgaspring.annotation.NoPermissionRequired;
import io.github.fgaspring.annotation.RequiresPermission;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.http.HttpMethod;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.HandlerExecutionChain;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerResponse;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * With {@code fga.web.undeclared-handlers=deny} nobody gets into a handler method that
 * says nothing about permissions, by whatever way. Nothing but the interceptor is in the
 * way here, so it is attacked over the wire.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "fga.web.undeclared-handlers=deny", "fga.web.public-paths=/docs/**" })
@AutoConfigureMockMvc
class UndeclaredHandlersTests extends AbstractEmulatorTests {

	private static final AtomicInteger entered = new AtomicInteger();

	@LocalServerPort
	private int port;

	@BeforeEach
	void reset() {
		entered.set(0);
	}

	@ParameterizedTest
	@ValueSource(strings = { "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE" })
	void requestWhenUndeclaredThenClosed(String method) {
		assertThat(request(HttpMethod.valueOf(method), "/undeclared")).hasStatus(403);
		assertThat(this.mvc.method(HttpMethod.valueOf(method)).uri("/undeclared")).hasStatus(401);
		assertThat(entered).hasValue(0);
	}

	@Test
	void requestWhenUndeclaredThenAnswerNamesNoPermission() {
		assertThat(get("/undeclared")).hasStatus(403)
			.hasHeader("WWW-Authenticate", "Bearer error=\"insufficient_scope\"")
			.hasBodyTextEqualTo("{\"type\":\"about:blank\",\"title\":\"Forbidden\",\"status\":403,"
					+ "\"detail\":\"A permission is missing.\",\"code\":\"permission_denied\"}");
	}

	@Test
	void optionsWhenUndeclaredThenSpringMvcSaysWhichMethodsThereAre() {
		assertThat(request(HttpMethod.OPTIONS, "/only-get")).hasStatusOk().hasHeader("Allow", "GET,HEAD,OPTIONS");
		assertThat(entered).hasValue(0);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/open/method", "/open/class", "/open/interface", "/rule" })
	void requestWhenDeclaredThenEntered(String path) {
		assertThat(get(path, "org:view")).hasStatusOk();
		assertThat(entered).hasValue(1);
	}

	@Test
	void requestWhenDeclaredWithRuleThenRuleDecides() {
		assertThat(get("/rule")).hasStatus(403).bodyJson().extractingPath("$.permissions[0]").isEqualTo("org:view");
	}

	@Test
	void requestWhenPathIsPublicThenEnteredByEverybody() throws IOException {
		assertThat(send("/docs/api", null)).startsWith("HTTP/1.1 200");
		assertThat(send("/docs/api", token())).startsWith("HTTP/1.1 200");
		assertThat(entered).hasValue(2);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/undeclared", "/undeclared?/docs/api", "/undeclared/", "/undeclared;/docs/api",
			"/undeclared;x=/docs/", "/undeclared.json", "//undeclared", "/./undeclared", "/docs/../undeclared",
			"/docs/..;/undeclared", "/docs/%2e%2e/undeclared", "/docs%2f..%2fundeclared", "/docs/%2e%2e;/undeclared",
			"/docs/..%5cundeclared", "/%75ndeclared", "/undeclared%00/docs/api", "/undeclared%23/docs/api",
			"/UNDECLARED", "/DOCS/api", "/Docs/api", "/docs;/api/../undeclared", "http://docs/undeclared" })
	void requestWhenPathOnlyLooksPublicThenNotEntered(String path) throws IOException {
		send(path, null);
		send(path, token());
		assertThat(entered).hasValue(0);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/docs/forward", "/open/forward", "/open/include", "/open/dispatch" })
	void dispatchWhenLeadsToUndeclaredThenNotEntered(String path) throws IOException {
		assertThat(send(path, token())).startsWith("HTTP/1.1").doesNotContain("the undeclared one");
		assertThat(send(path, null)).startsWith("HTTP/1.1").doesNotContain("the undeclared one");
		assertThat(entered).hasValue(0);
	}

	@Test
	void forwardWhenLeadsToPublicPathThenEntered() throws IOException {
		assertThat(send("/open/forward-to-docs", token())).startsWith("HTTP/1.1 200").contains("the documentation");
	}

	@Test
	void asynchronousHandlerWhenUndeclaredThenNotEntered() throws IOException {
		assertThat(send("/undeclared-callable", token())).startsWith("HTTP/1.1 403");
		assertThat(entered).hasValue(0);
	}

	@Test
	void asynchronousHandlerWhenPathIsPublicThenAnswered() throws IOException {
		assertThat(send("/docs/callable", null)).startsWith("HTTP/1.1 200").contains("later");
	}

	@Test
	void errorPageWhenShownThenShowsTheError() throws IOException {
		assertThat(send("/nothing-here", token())).startsWith("HTTP/1.1 404").contains("\"path\":\"/nothing-here\"");
		assertThat(send("/open/failing", token())).startsWith("HTTP/1.1 418").contains("\"path\":\"/open/failing\"");
	}

	@Test
	void handlerWhenMappedByTheApplicationItselfThenClosed() throws IOException {
		assertThat(send("/by-own-mapping", token())).startsWith("HTTP/1.1 403");
		assertThat(entered).hasValue(0);
	}

	@Test
	void handlerWhenMappedByAMappingThatIsNoBeanThenClosed() throws IOException {
		assertThat(send("/by-hidden-mapping", token())).startsWith("HTTP/1.1 403");
		assertThat(entered).hasValue(0);
	}

	@Test
	void functionalRouteWhenPresentThenStaysOpenToSessions() throws IOException {
		assertThat(send("/functional", token())).startsWith("HTTP/1.1 200");
		assertThat(send("/functional", null)).startsWith("HTTP/1.1 401");
	}

	@Test
	void endpointWhenOfActuatorThenStaysOpen() throws IOException {
		assertThat(send("/actuator/health", null)).startsWith("HTTP/1.1 200");
	}

	/**
	 * Sends a path as it is, which no HTTP client would do.
	 */
	private String send(String path, String token) throws IOException {
		try (Socket socket = new Socket("localhost", this.port)) {
			socket.setSoTimeout(10_000);
			String authorization = (token != null) ? "Authorization: Bearer " + token + "\r\n" : "";
			socket.getOutputStream()
				.write(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nAccept: application/json, text/plain\r\n"
						+ authorization + "Connection: close\r\n\r\n")
					.getBytes(StandardCharsets.ISO_8859_1));
			return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8)).lines()
				.collect(Collectors.joining("\n"));
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import({ Endpoints.class, OpenEndpoints.class, OpenClass.class, OpenInterface.class })
	static class Application {

		@Bean
		RequestMappingHandlerMapping ownMapping() throws NoSuchMethodException {
			return mapping("/by-own-mapping");
		}

		@Bean
		HandlerMapping hidingMapping(ApplicationContext context) throws NoSuchMethodException {
			RequestMappingHandlerMapping hidden = mapping("/by-hidden-mapping");
			hidden.setApplicationContext(context);
			hidden.afterPropertiesSet();
			return new HidingMapping(hidden);
		}

		private static RequestMappingHandlerMapping mapping(String path) throws NoSuchMethodException {
			RequestMappingHandlerMapping mapping = new RequestMappingHandlerMapping() {

				@Override
				protected boolean isHandler(Class<?> beanType) {
					return false;
				}

			};
			mapping.setOrder(-1);
			mapping.registerMapping(RequestMappingInfo.paths(path).build(), new Unmapped(),
					Unmapped.class.getDeclaredMethod("handle"));
			return mapping;
		}

		@Bean
		RouterFunction<ServerResponse> routes() {
			return RouterFunctions.route().GET("/functional", (request) -> ServerResponse.ok().build()).build();
		}

	}

	/**
	 * As Spring Data REST has one.
	 */
	private record HidingMapping(HandlerMapping hidden) implements HandlerMapping, Ordered {

		@Override
		public HandlerExecutionChain getHandler(HttpServletRequest request) throws Exception {
			return this.hidden.getHandler(request);
		}

		@Override
		public boolean usesPathPatterns() {
			return true;
		}

		@Override
		public int getOrder() {
			return -1;
		}

	}

	static class Unmapped {

		@ResponseBody
		String handle() {
			entered.incrementAndGet();
			return "the undeclared one";
		}

	}

	@RestController
	static class Endpoints {

		@RequestMapping("/undeclared")
		String undeclared() {
			entered.incrementAndGet();
			return "the undeclared one";
		}

		@GetMapping("/only-get")
		String onlyGet() {
			entered.incrementAndGet();
			return "the undeclared one";
		}

		@GetMapping("/undeclared-callable")
		Callable<String> callable() {
			entered.incrementAndGet();
			return () -> "the undeclared one";
		}

		@GetMapping("/docs/api")
		String documentation() {
			entered.incrementAndGet();
			return "the documentation";
		}

		@GetMapping("/docs/callable")
		Callable<String> documentationLater() {
			return () -> "later";
		}

		@GetMapping("/docs/forward")
		void forward(HttpServletRequest request, HttpServletResponse response) throws ServletException, IOException {
			request.getRequestDispatcher("/undeclared").forward(request, response);
		}

		@GetMapping("/rule")
		@RequiresPermission("org:view")
		String rule() {
			entered.incrementAndGet();
			return "rule";
		}

	}

	@RestController
	static class OpenEndpoints {

		@GetMapping("/open/method")
		@NoPermissionRequired
		String method() {
			entered.incrementAndGet();
			return "open";
		}

		@GetMapping("/open/failing")
		@NoPermissionRequired
		void failing(HttpServletResponse response) throws IOException {
			response.sendError(418);
		}

		@GetMapping("/open/forward")
		@NoPermissionRequired
		void forward(HttpServletRequest request, HttpServletResponse response) throws ServletException, IOException {
			request.getRequestDispatcher("/undeclared").forward(request, response);
		}

		@GetMapping("/open/forward-to-docs")
		@NoPermissionRequired
		void forwardToDocs(HttpServletRequest request, HttpServletResponse response)
				throws ServletException, IOException {
			request.getRequestDispatcher("/docs/api").forward(request, response);
		}

		@GetMapping("/open/include")
		@NoPermissionRequired
		void include(HttpServletRequest request, HttpServletResponse response) throws ServletException, IOException {
			request.getRequestDispatcher("/undeclared").include(request, response);
		}

		@GetMapping("/open/dispatch")
		@NoPermissionRequired
		void dispatch(HttpServletRequest request) {
			request.startAsync().dispatch("/undeclared");
		}

	}

	@RestController
	@NoPermissionRequired
	static class OpenClass {

		@GetMapping("/open/class")
		String get() {
			entered.incrementAndGet();
			return "open";
		}

	}

	interface OpenApi {

		@GetMapping("/open/interface")
		@NoPermissionRequired
		String get(String unused);

	}

	@RestController
	static class OpenInterface implements OpenApi {

		@Override
		public String get(@PathVariable(required = false) String unused) {
			entered.incrementAndGet();
			return "open";
		}

	}

}

package io.github.fgaspring.benchmarks.starter;

import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.github.fgaspring.annotation.RequiresPermission;
import io.github.fgaspring.annotation.ResourceId;
import io.github.fgaspring.authorization.RequiresPermissionHandlerInterceptor;
import io.github.fgaspring.benchmarks.Floor;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.handler.MappedInterceptor;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import org.springframework.web.util.ServletRequestPathUtils;

/**
 * The rule of a handler method, decided before the arguments are bound, with the
 * permission in the claims. The request and the handler are as the dispatcher would have
 * them, and what they cost is {@code preparation}: the own time of the others is what the
 * starter takes. Its two interceptors together are {@code allInterceptors}, and a request
 * that is refused is {@code denied}, up to the body of the answer.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(time = 300, timeUnit = TimeUnit.MILLISECONDS)
public class HandlerRule {

	private static final String DOCUMENT = "document_42";

	private final SessionTokens tokens = new SessionTokens();

	private final StarterApplication application = StarterApplication.start(this.tokens.workOs());

	private final RequiresPermissionHandlerInterceptor interceptor = this.application
		.bean(RequiresPermissionHandlerInterceptor.class);

	private final List<MappedInterceptor> all = this.application.beans(MappedInterceptor.class)
		.filter((mapped) -> mapped.getInterceptor()
			.getClass()
			.getPackage()
			.equals(RequiresPermissionHandlerInterceptor.class.getPackage()))
		.toList();

	private final HandlerMethod list = handler("list");

	private final HandlerMethod view = handler("view");

	private final HandlerMethod erase = handler("erase");

	private final MockHttpServletRequest request = new MockHttpServletRequest("GET", "/documents/" + DOCUMENT);

	private final Object path = ServletRequestPathUtils.parseAndCache(this.request);

	private final Map<String, String> variables = Map.of("documentId", DOCUMENT);

	private final MockHttpServletResponse response = new MockHttpServletResponse();

	private HandlerMethod handler(String method) {
		return this.application.bean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
			.getHandlerMethods()
			.values()
			.stream()
			.filter((handler) -> handler.getBeanType() == DocumentController.class
					&& handler.getMethod().getName().equals(method))
			.findFirst()
			.orElseThrow();
	}

	/**
	 * Let the measuring thread serve the request, and require that the claims decide.
	 * @throws Exception if an interceptor fails
	 */
	@Setup(Level.Iteration)
	public void serve() throws Exception {
		SecurityContextHolder
			.setContext(new SecurityContextImpl(this.application.authenticate(this.tokens.newString())));
		RequestContextHolder.setRequestAttributes(new ServletRequestAttributes(this.request));
		Ways.require(this.all.size() == 2 && ours() && oursWithPathVariable() && allInterceptors(), "refusal");
		Ways.require(this.response.getStatus() == 200 && !denied() && this.response.getStatus() == 403
				&& this.response.getContentAsString().contains("permission_denied"), "answer");
		Ways.require(this.tokens.questions().isEmpty(), "questions to WorkOS");
		resetResponse();
	}

	/**
	 * Stop the application.
	 */
	@TearDown
	public void stop() {
		this.application.close();
		this.tokens.close();
	}

	/**
	 * Let the request be a new one, and find its handler.
	 * @return the handler
	 */
	@Benchmark
	public HandlerMethod preparation() {
		return prepare(this.list);
	}

	/**
	 * Decide a rule without a resource.
	 * @return whether the handler is called
	 * @throws Exception if the interceptor fails
	 */
	@Benchmark
	@Floor("preparation")
	public boolean ours() throws Exception {
		return this.interceptor.preHandle(this.request, this.response, prepare(this.list));
	}

	/**
	 * Decide a rule with a resource that the path names.
	 * @return whether the handler is called
	 * @throws Exception if the interceptor fails
	 */
	@Benchmark
	@Floor("preparation")
	public boolean oursWithPathVariable() throws Exception {
		return this.interceptor.preHandle(this.request, this.response, prepare(this.view));
	}

	/**
	 * Pass all of our interceptors.
	 * @return whether the handler is called
	 * @throws Exception if an interceptor fails
	 */
	@Benchmark
	@Floor("preparation")
	public boolean allInterceptors() throws Exception {
		HandlerMethod handler = prepare(this.view);
		for (MappedInterceptor mapped : this.all) {
			if (mapped.matches(this.request) && !mapped.preHandle(this.request, this.response, handler)) {
				return false;
			}
		}
		return true;
	}

	/**
	 * Let request and response be new ones, and find the handler.
	 * @return the handler
	 */
	@Benchmark
	public HandlerMethod preparationWithResponse() {
		resetResponse();
		return prepare(this.erase);
	}

	/**
	 * Refuse the request and write the answer.
	 * @return whether the handler is called
	 * @throws Exception if the interceptor fails
	 */
	@Benchmark
	@Floor("preparationWithResponse")
	public boolean denied() throws Exception {
		resetResponse();
		return this.interceptor.preHandle(this.request, this.response, prepare(this.erase));
	}

	private HandlerMethod prepare(HandlerMethod handler) {
		this.request.clearAttributes();
		this.request.setAttribute(ServletRequestPathUtils.PATH_ATTRIBUTE, this.path);
		this.request.setAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE, this.variables);
		// As the handler mapping does for every request.
		return handler.createWithResolvedBean();
	}

	private void resetResponse() {
		this.response.setCommitted(false);
		this.response.reset();
	}

	/**
	 * Guarded by the starter.
	 */
	@RestController
	static class DocumentController {

		@GetMapping("/documents")
		@RequiresPermission("document:view")
		String list() {
			return DOCUMENT;
		}

		@GetMapping("/documents/{documentId}")
		@RequiresPermission("document:view")
		String view(@PathVariable @ResourceId("document") String documentId) {
			return documentId;
		}

		@DeleteMapping("/documents")
		@RequiresPermission("document:erase")
		void erase() {
		}

	}

}

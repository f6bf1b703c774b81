package io.github.fgaspring.endtoend;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import io.github.fgaspring.annotation.FilterPermitted;
import io.github.fgaspring.annotation.NoPermissionRequired;
import io.github.fgaspring.annotation.RequiresPermission;
import io.github.fgaspring.authorization.Fga;
import io.github.fgaspring.decision.ResourceReference;
import io.github.fgaspring.emulator.traffic.Fault;
import org.aopalliance.intercept.MethodInterceptor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.aop.framework.ProxyFactory;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.cache.concurrent.ConcurrentMapCacheManager;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.PageImpl;
import org.springframework.data.domain.PageRequest;
import org.springframework.data.domain.Slice;
import org.springframework.data.domain.SliceImpl;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever a method returns, its caller sees of it what she has the permission on: Alice
 * all projects but {@code p-2}, Bob none. Handlers with nothing but a filter are open
 * although undeclared ones are closed.
 */
@SpringBootTest(properties = "fga.web.undeclared-handlers=deny")
@AutoConfigureMockMvc
@ExtendWith(OutputCaptureExtension.class)
class FilterPermittedTests extends AbstractEmulatorTests {

	private static final List<String> VISIBLE = List.of("p-2x", "p-1", "p-1");

	private static final AtomicInteger entered = new AtomicInteger();

	@Autowired
	private CacheManager caches;

	@BeforeEach
	void reset() {
		entered.set(0);
		this.caches.getCacheNames().forEach((name) -> this.caches.getCache(name).clear());
	}

	@ParameterizedTest
	@ValueSource(strings = { "/list", "/array", "/stream", "/service", "/interface", "/repository", "/base-repository",
			"/cached", "/maps", "/references", "/beans" })
	void requestWhenSomeArePermittedThenTheseInTheirOrder(String path) {
		assertThat(get(path)).hasStatusOk().bodyJson().extractingPath("$[*].id").isEqualTo(VISIBLE);
		// The one that is there twice is asked about once.
		assertThat(checks()).isEqualTo(3);
		assertThat(getAs(BOB, path)).hasStatusOk().hasBodyTextEqualTo("[]");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/list", "/array", "/stream", "/service", "/interface", "/repository", "/base-repository",
			"/cached", "/maps", "/references", "/beans" })
	void requestWhenClaimsGrantThenAllWithoutACall(String path) {
		assertThat(get(path, "project:view")).hasStatusOk()
			.bodyJson()
			.extractingPath("$[*].id")
			.isEqualTo(List.of("p-2x", "p-2", "p-1", "p-1"));
		assertThat(checks()).isZero();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/list", "/array", "/stream", "/service", "/interface", "/repository", "/base-repository",
			"/cached", "/page", "/slice", "/optional/permitted" })
	void requestWhenNoSessionThenUnauthorizedAndMethodNotEntered(String path) {
		assertThat(this.mvc.get().uri(path)).hasStatus(401).hasHeader("WWW-Authenticate", "Bearer");
		assertThat(entered).hasValue(0);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/list", "/array", "/stream", "/service", "/interface", "/repository", "/base-repository",
			"/cached", "/page", "/slice", "/optional/permitted" })
	void requestWhenApiIsDownThenUnavailableAndNoList(String path) {
		this.emulator.inject(Fault.on(CHECKS).status(500));
		assertThat(get(path)).hasStatus(503)
			.containsHeader("Retry-After")
			.bodyJson()
			.extractingPath("$.code")
			.isEqualTo("authorization_unavailable");
	}

	@ParameterizedTest
	@CsvSource({ "/page, 10", "/slice, " })
	void requestWhenPageThenContentIsFilteredAndTheRestStays(String path, Integer total) {
		assertThat(get(path)).hasStatusOk().bodyJson().satisfies((json) -> {
			assertThat(json).extractingPath("$.content[*].id").isEqualTo(VISIBLE);
			assertThat(json).extractingPath("$.pageable.pageNumber").isEqualTo(1);
			assertThat(json).extractingPath("$.size").isEqualTo(5);
			assertThat(json).extractingPath("$.last").isEqualTo(path.equals("/page"));
			if (total != null) {
				assertThat(json).extractingPath("$.totalElements").isEqualTo(total);
			}
		});
		assertThat(getAs(BOB, path)).hasStatusOk().bodyJson().extractingPath("$.content").isEqualTo(List.of());
	}

	@Test
	void requestWhenOptionalThenPermittedOrEmpty() {
		assertThat(get("/optional/permitted")).hasStatusOk().hasBodyTextEqualTo("p-1");
		assertThat(get("/optional/denied")).hasStatusOk().hasBodyTextEqualTo("none");
		assertThat(get("/optional/denied", "project:view")).hasStatusOk().hasBodyTextEqualTo("p-2");
	}

	@Test
	void requestWhenThereIsARuleThenItIsDecidedFirst() {
		assertThat(get("/rule-and-filter")).hasStatus(403)
			.bodyJson()
			.extractingPath("$.permissions[0]")
			.isEqualTo("org:view");
		assertThat(entered).hasValue(0);
		assertThat(checks()).isZero();
		assertThat(get("/rule-and-filter", "org:view")).hasStatusOk()
			.bodyJson()
			.extractingPath("$[*].id")
			.isEqualTo(VISIBLE);
	}

	@Test
	void requestWhenResultIsCachedThenEverybodyGetsTheirOwn() {
		assertThat(getAs(BOB, "/cached")).hasBodyTextEqualTo("[]");
		assertThat(get("/cached")).bodyJson().extractingPath("$[*].id").isEqualTo(VISIBLE);
		assertThat(getAs(BOB, "/cached")).hasBodyTextEqualTo("[]");
		assertThat(entered).hasValue(1);
	}

	@Test
	void requestWhenIdsCannotBeSentThenLeftOut() {
		assertThat(get("/odd-ids")).hasStatusOk().bodyJson().extractingPath("$[*].id").isEqualTo(List.of("p-1"));
		assertThat(checks()).isEqualTo(2);
	}

	@Test
	void requestWhenElementsHaveNoIdThenLeftOutAndLoggedWithoutThem(CapturedOutput output) {
		assertThat(get("/without-id", "project:view")).hasStatusOk().hasBodyTextEqualTo("[]");
		assertThat(output).containsOnlyOnce("The id 'id' of 2 element(s) cannot be evaluated")
			.doesNotContain("secret-name");
	}

	@Test
	void requestWhenExpressionFailsBecauseApiIsDownThenUnavailable() {
		this.emulator.inject(Fault.on(CHECKS).status(500));
		assertThat(get("/asking-beans")).hasStatus(503);
	}

	@Test
	void requestWhenHandlerIsNoBeanThenForbiddenBecauseNobodyWouldFilter(CapturedOutput output) {
		assertThat(get("/no-bean", "project:view")).hasStatus(403);
		assertThat(this.mvc.get().uri("/no-bean")).hasStatus(401);
		assertThat(entered).hasValue(0);
		assertThat(output).contains("nobody would enforce the rule " + NoBean.class.getName()
				+ ".list() filters by [project:view]: its handler is no bean that Spring has proxied");
	}

	private static <T> T enter(T result) {
		entered.incrementAndGet();
		return result;
	}

	private static List<Project> projects() {
		return Arrays.asList(new Project("p-2x"), null, new Project("p-2"), new Project("p-1"), new Project("p-1"));
	}

	record Project(String id) {

	}

	record Named(String name) {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@EnableCaching
	@Import({ Endpoints.class, Projects.class, DefaultCatalog.class, Files.class })
	static class Application {

		@Bean
		ProjectRepositoryFactory projectRepository() {
			return new ProjectRepositoryFactory();
		}

		@Bean
		CacheManager cacheManager() {
			return new ConcurrentMapCacheManager();
		}

		@Bean
		RequestMappingHandlerMapping ownMapping() throws NoSuchMethodException {
			RequestMappingHandlerMapping mapping = new RequestMappingHandlerMapping() {

				@Override
				protected boolean isHandler(Class<?> beanType) {
					return false;
				}

			};
			mapping.setOrder(-1);
			mapping.registerMapping(RequestMappingInfo.paths("/no-bean").build(), new NoBean(),
					NoBean.class.getDeclaredMethod("list"));
			return mapping;
		}

	}

	static class NoBean {

		@ResponseBody
		@FilterPermitted(value = "project:view", resourceType = "project")
		public List<Project> list() {
			return enter(projects());
		}

	}

	@RestController
	static class Endpoints {

		private final Projects projects;

		private final Catalog catalog;

		private final ProjectRepository repository;

		Endpoints(Projects projects, Catalog catalog, ProjectRepository repository) {
			this.projects = projects;
			this.catalog = catalog;
			this.repository = repository;
		}

		@GetMapping("/list")
		@FilterPermitted(value = "project:view", resourceType = "project")
		List<Project> list() {
			return enter(projects());
		}

		@GetMapping("/array")
		@FilterPermitted(value = "project:view", resourceType = "project")
		Project[] array() {
			return enter(projects().toArray(new Project[0]));
		}

		@GetMapping("/maps")
		@FilterPermitted(value = "project:view", resourceType = "project")
		List<Map<String, Object>> maps() {
			return projects().stream()
				.filter(Objects::nonNull)
				.map((project) -> Map.<String, Object>of("id", project.id()))
				.toList();
		}

		@GetMapping("/references")
		@FilterPermitted(value = "project:view", resourceType = "project",
				id = "T(io.github.fgaspring.decision.ResourceReference).external('project', id)")
		List<Project> references() {
			return projects();
		}

		@GetMapping("/beans")
		@FilterPermitted(value = "project:view", resourceType = "project", id = "@files.projectOf(#root)")
		List<Project> beans() {
			return projects();
		}

		@GetMapping("/asking-beans")
		@FilterPermitted(value = "project:view", resourceType = "project", id = "@files.ask(#root)")
		List<Project> askingBeans() {
			return projects();
		}

		@GetMapping("/page")
		@FilterPermitted(value = "project:view", resourceType = "project")
		Page<Project> page() {
			return enter(new PageImpl<>(projects(), PageRequest.of(1, 5), 10));
		}

		@GetMapping("/slice")
		@FilterPermitted(value = "project:view", resourceType = "project")
		Slice<Project> slice() {
			return enter(new SliceImpl<>(projects(), PageRequest.of(1, 5), true));
		}

		@GetMapping("/rule-and-filter")
		@RequiresPermission("org:view")
		@FilterPermitted(value = "project:view", resourceType = "project")
		List<Project> ruleAndFilter() {
			return enter(projects());
		}

		@GetMapping("/odd-ids")
		@FilterPermitted(value = "project:view", resourceType = "project")
		List<Project> oddIds() {
			return List.of(new Project(null), new Project(""), new Project(" "), new Project("pröject"),
					new Project("x".repeat(129)), new Project("../p-1?a=b&c#d%2f"), new Project("p-1"));
		}

		@GetMapping("/without-id")
		@FilterPermitted(value = "project:view", resourceType = "project")
		List<Named> withoutId() {
			return List.of(new Named("secret-name"), new Named("secret-name"));
		}

		@GetMapping("/stream")
		@NoPermissionRequired
		List<Project> stream() {
			return this.projects.stream().toList();
		}

		@GetMapping("/service")
		@NoPermissionRequired
		List<Project> service() {
			return this.projects.list();
		}

		@GetMapping("/cached")
		@NoPermissionRequired
		List<Project> cached() {
			return this.projects.cached();
		}

		@GetMapping("/optional/permitted")
		@NoPermissionRequired
		String permitted() {
			return this.projects.find("p-1").map(Project::id).orElse("none");
		}

		@GetMapping("/optional/denied")
		@NoPermissionRequired
		String denied() {
			return this.projects.find("p-2").map(Project::id).orElse("none");
		}

		@GetMapping("/interface")
		@NoPermissionRequired
		Collection<Project> declaredByInterface() {
			return this.catalog.all();
		}

		@GetMapping("/repository")
		@NoPermissionRequired
		List<Project> repository() {
			return this.repository.findAll();
		}

		@GetMapping("/base-repository")
		@NoPermissionRequired
		Iterable<Project> baseRepository() {
			BaseRepository<Project> base = this.repository;
			return base.findAll();
		}

	}

	@Component
	static class Projects {

		@FilterPermitted(value = "project:view", resourceType = "project")
		List<Project> list() {
			return enter(projects());
		}

		@FilterPermitted(value = "project:view", resourceType = "project")
		Stream<Project> stream() {
			return enter(projects().stream());
		}

		@FilterPermitted(value = "project:view", resourceType = "project")
		Optional<Project> find(String id) {
			return enter(Optional.of(new Project(id)));
		}

		@Cacheable("projects")
		@FilterPermitted(value = "project:view", resourceType = "project")
		List<Project> cached() {
			return enter(projects());
		}

	}

	interface Catalog {

		@FilterPermitted(value = "project:view", resourceType = "project")
		Collection<Project> all();

	}

	@Component
	static class DefaultCatalog implements Catalog {

		@Override
		public Collection<Project> all() {
			return enter(projects());
		}

	}

	interface BaseRepository<T> {

		Iterable<T> findAll();

	}

	interface ProjectRepository extends BaseRepository<Project> {

		@Override
		@FilterPermitted(value = "project:view", resourceType = "project")
		List<Project> findAll();

	}

	/**
	 * Makes a repository as Spring Data does: what is behind the proxy does not implement
	 * its interface.
	 */
	static class ProjectRepositoryFactory implements FactoryBean<ProjectRepository> {

		@Override
		public ProjectRepository getObject() {
			ProxyFactory factory = new ProxyFactory();
			factory.setTarget(new SimpleRepository());
			factory.setInterfaces(ProjectRepository.class);
			factory.addAdvice((MethodInterceptor) (invocation) -> invocation.getMethod().getName().equals("findAll")
					? ((SimpleRepository) invocation.getThis()).findAll() : invocation.proceed());
			return (ProjectRepository) factory.getProxy();
		}

		@Override
		public Class<?> getObjectType() {
			return ProjectRepository.class;
		}

	}

	static class SimpleRepository implements BaseRepository<Project> {

		@Override
		public List<Project> findAll() {
			return enter(projects());
		}

	}

	@Component("files")
	static class Files {

		private final Fga fga;

		Files(Fga fga) {
			this.fga = fga;
		}

		public ResourceReference projectOf(Project project) {
			return ResourceReference.external("project", project.id());
		}

		public boolean ask(Project project) {
			return this.fga.can("project:edit", "project", project.id());
		}

	}

}

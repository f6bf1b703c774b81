package com.example.testing;

import io.github.fgaspring.test.FgaCoverage;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.ApplicationContext;

@SpringBootTest
class FgaCoverageExampleTests {

	@Test
	void everyHandlerDeclaresPermission(@Autowired ApplicationContext context) {
		FgaCoverage.assertEveryHandlerDeclaresPermission(context);
	}

	@Test
	void everyHandlerOfOursDeclaresPermission(@Autowired ApplicationContext context) {
		FgaCoverage.of(context).exceptPackages("org.springdoc").assertEveryHandlerDeclaresPermission();
	}

}

package com.example.readme;

import org.springframework.boot.test.context.SpringBootTest;

/**
 * With a filter chain of the application.
 */
@SpringBootTest(classes = QuickStart.ApplicationWithFilterChain.class, properties = "spring.sql.init.mode=never")
class QuickStartOwnFilterChainTests extends AbstractQuickStartTests {

}

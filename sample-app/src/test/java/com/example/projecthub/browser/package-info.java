/**
 * What people see and do, in a real browser. Profile {@code browser} runs these tests.
 */
@NullMarked
package com.example.projecthub.browser;

import org.jspecify.annotations.NullMarked;

/**
 * The built-in sample, "sample:online-retail": whole customers of UCI Online Retail, and the tool
 * that cut it. Source, licence and rule stand in README.md beside the file.
 */
package org.taskweave.data.sample;
